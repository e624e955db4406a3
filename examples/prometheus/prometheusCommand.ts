import { createShop } from '../../src/index.ts';
import { print } from '../../src/terminal/output.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { HELP, type PrometheusArguments, readArguments } from './readArguments.ts';
import { sellSlowly } from './sellSlowly.ts';
import { serveMetrics } from './serveMetrics.ts';
import { shopMetrics } from './shopMetrics.ts';

/** The command `npm run prometheus`; {@link HELP} says what it does. */
export const prometheusCommand: Command<PrometheusArguments> = {
  name: 'prometheus',
  help: HELP,
  readArguments,
  async run({ port, seconds }) {
    const shop = await createShop();
    const metrics = shopMetrics(shop);
    const server = await serveMetrics(shop, metrics, port);
    const stopSelling = await sellSlowly(shop);
    print(`${server.url}/metrics and ${server.url}/health\n`);
    await ended(seconds);
    stopSelling();
    await server.close();
    await shop.close();
    metrics.end();
    return 0;
  },
};

/** Resolves when the process is interrupted, or after this many seconds. */
function ended(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, end);
      resolve();
    };
    const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1000);
    for (const signal of SIGNALS) process.on(signal, end);
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
