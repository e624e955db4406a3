import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { notificationsCommand } from '../../examples/notifications/notificationsCommand.ts';
import { startMailServer } from '../../examples/notifications/startMailServer.ts';
import { startWebhookReceiver } from '../../examples/notifications/startWebhookReceiver.ts';
import { smtpChannel } from '../../src/email.ts';
import type { Message } from '../../src/index.ts';
import { webhookChannel } from '../../src/webhook.ts';
import { describeCommandLine, runHere } from '../rules/terminal/commandLine.ts';
import { expectShown } from './readme.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const SIGNAL = new AbortController().signal;

/** What a channel is called with, about one order. */
const MESSAGE: Message = {
  id: 'email-1-0',
  type: 'order.placed',
  at: 0,
  attempt: 1,
  fact: { type: 'order.placed', seq: 1, at: 0, orderId: '1002' } as Message['fact'],
  to: { userId: 'ada', name: 'Ada', email: 'ada@example.com', pushSubscriptions: [] },
  subject: 'We have received your order',
  text: 'Thank you!',
  short: 'Thank you!',
};

describe('a run', () => {
  test('brings each buyer four mails, in order, after the mail server has refused the first', async () => {
    const { status, stdout, stderr } = await runHere(notificationsCommand, ['--orders', '2']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const [buyer, order] of [
      ['buyer-1', '1002'],
      ['buyer-2', '1004'],
    ]) {
      const lines = stdout.split('\n').filter((line) => line.includes(`to ${buyer}@`));
      const [first, ...mails] = lines.filter((line, index) => index === 0 || !/ 451 /.test(line));
      expect(first).toBe(`mail     451 to ${buyer}@example.com: come back later`);
      const subjects = mails.map((line) => line.replace(/^.*?: /, ''));
      expect(subjects).toEqual([
        `We have received your order ${order}`,
        `Your order ${order} is confirmed`,
        `Your order ${order} is on its way`,
        `Your order ${order} has been delivered`,
      ]);
    }
    expect(stdout).toMatch(/^email: 8 sent, [1-9]\d* tried again, 0 given up$/m);
  });

  test('of the built program brings signed events to the receiver, who refuses others', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/examples/notifications/notifications.js', '--orders', '1'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectShown('notifications', stdout);
    const requests = stdout.split('\n').filter((line) => line.startsWith('webhook '));
    expect(requests.sort()).toEqual([
      'webhook  204 statecart.order.placed of 1002',
      'webhook  204 statecart.order.shipped of 1002',
      'webhook  400 bad-signature',
    ]);
    expect(stdout).toMatch(/^webhook: 2 sent, 0 tried again, 0 given up$/m);
  });
});

test('the receiver knows an event that comes twice', async () => {
  const lines: string[] = [];
  const receiver = await startWebhookReceiver({ secret: SECRET, say: (line) => lines.push(line) });
  onTestFinished(receiver.close);
  const channel = webhookChannel({ url: receiver.url, secret: SECRET, allowPrivate: true });
  for (let time = 0; time < 2; time++) {
    expect(await channel.deliver([MESSAGE], { signal: SIGNAL })).toEqual(['sent']);
  }
  channel.close?.();
  expect(lines).toEqual([
    '204 statecart.order.placed of 1002',
    '204 statecart.order.placed of 1002, once more',
  ]);
});

test('the mail server shows no line break and no control character of a subject', async () => {
  const lines: string[] = [];
  const server = await startMailServer({ greylistMs: 0, say: (line) => lines.push(line) });
  const channel = smtpChannel({ url: server.url, from: 'orders@shop.example' });
  onTestFinished(async () => {
    channel.close?.();
    await server.close();
  });
  const message = { ...MESSAGE, subject: 'one\r\ntwo \u001b[2J' };
  expect(await channel.deliver([message], { signal: SIGNAL })).toEqual(['sent']);
  expect(lines).toEqual(['250 to ada@example.com: one two  [2J']);
});

describeCommandLine(notificationsCommand, {
  flags: ['orders'],
  misuse: [
    ['no orders', ['--orders', '0'], '--orders'],
    ['orders that are no number', ['--orders', 'many'], '--orders'],
    ['an unknown flag', ['--order', '1'], '--order'],
  ],
});
