import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { prometheusCommand } from '../../examples/prometheus/prometheusCommand.ts';
import { serveMetrics } from '../../examples/prometheus/serveMetrics.ts';
import { shopMetrics } from '../../examples/prometheus/shopMetrics.ts';
import { createShop, memoryStore } from '../../src/index.ts';
import { simulatedClock } from '../../src/testing.ts';
import { describeCommandLine, runHere } from '../rules/terminal/commandLine.ts';
import { expectCurls, hasCurl } from './readme.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A shop whose metrics are served, with what a page of it says. */
async function served() {
  const shop = await createShop({ clock: simulatedClock(), store: memoryStore() });
  const metrics = shopMetrics(shop);
  const server = await serveMetrics(shop, metrics, 0);
  ends.push(() => server.close(), metrics.end);
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 1, stock: 3 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  const page = async (path: string) => {
    const response = await fetch(`${server.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  /** The lines of one metric. */
  const lines = async (name: string) => {
    const { text } = await page('/metrics');
    return text.split('\n').filter((line) => line.startsWith(name));
  };
  return { shop, page, lines };
}

describe('the page /metrics', () => {
  test('counts commands by their outcome', async () => {
    const { shop, lines } = await served();
    await shop.carts.add('ada', 'mug', 1);
    await shop.carts.add('ada', 'mug', 9);
    await shop.carts.add('ada', 'mug', -1).catch(() => {});
    await shop.checkout('ada');
    expect(await lines('statecart_commands_total')).toEqual([
      'statecart_commands_total{command="products.add",outcome="ok"} 1',
      'statecart_commands_total{command="users.register",outcome="ok"} 1',
      'statecart_commands_total{command="carts.add",outcome="ok"} 1',
      'statecart_commands_total{command="carts.add",outcome="out-of-stock"} 1',
      'statecart_commands_total{command="checkout",outcome="ok"} 1',
    ]);
    const counts = await lines('statecart_command_duration_seconds_count{command="carts.add"}');
    expect(counts).toEqual(['statecart_command_duration_seconds_count{command="carts.add"} 2']);
  });

  test('shows the figures of the shop and its health', async () => {
    const { shop, lines } = await served();
    shop.consumer('mailer');
    await shop.carts.add('ada', 'mug', 1);
    await shop.checkout('ada');
    await shop.carts.add('ada', 'mug', 1);
    for (const line of [
      'statecart_carts_live 1',
      'statecart_orders_open 1',
      'statecart_timers_pending 2',
      'statecart_commits_waiting 0',
      'statecart_search_rows 1',
      'statecart_commands_waiting{class="buy"} 0',
      'statecart_consumer_lag{consumer="mailer"} 3',
      'statecart_health_state{state="healthy"} 1',
      'statecart_health_state{state="stopped"} 0',
    ]) {
      expect(await lines(line.replace(/ \d+$/, ''))).toEqual([line]);
    }
  });

  test('has the commands of its own shop only', async () => {
    const one = await served();
    const other = await served();
    await one.shop.checkout('ada');
    const line = 'statecart_commands_total{command="checkout"';
    expect([(await one.lines(line)).length, (await other.lines(line)).length]).toEqual([1, 0]);
  });
});

test('the page /health answers 503 once the shop has stopped; others are not found', async () => {
  const { shop, page } = await served();
  const healthy = await page('/health');
  expect([healthy.status, JSON.parse(healthy.text).state]).toEqual([200, 'healthy']);
  await shop.close();
  const stopped = await page('/health');
  expect([stopped.status, JSON.parse(stopped.text).state]).toEqual([503, 'stopped']);
  expect(await page('/')).toEqual({ status: 404, text: 'expected /metrics or /health\n' });
});

test('the built program serves its pages until it is interrupted', async () => {
  const child = spawn(process.execPath, ['dist/examples/prometheus/prometheus.js', '--port', '0'], {
    cwd: ROOT,
  });
  ends.push(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
  const [, url] = /^(http:\S+)\/metrics and /.exec(said as string) ?? [];
  const until = async (pattern: RegExp) => {
    for (;;) {
      const text = await (await fetch(`${url}/metrics`)).text();
      if (pattern.test(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await until(/statecart_commands_total\{command="orders.confirm",outcome="ok"\} [1-9]/);
  if (hasCurl) expectCurls('prometheus', url ?? '');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

describe('the command', () => {
  test('ends by itself after --seconds', async () => {
    const { status, stdout, stderr } = await runHere(prometheusCommand, [
      ...['--port', '0'],
      ...['--seconds', '1'],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics and /);
  });

  test('says that a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { status, stderr } = await runHere(prometheusCommand, ['--port', String(port)]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^prometheus: listen EADDRINUSE/);
  });

  describeCommandLine(prometheusCommand, {
    flags: ['port', 'seconds'],
    misuse: [
      ['a port that is none', ['--port', '70000'], '--port'],
      ['no seconds', ['--seconds', '0'], '--seconds'],
      ['an unknown flag', ['--prot', '1'], '--prot'],
    ],
  });
});
