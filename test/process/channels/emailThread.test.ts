import { describe, expect, it, onTestFinished } from 'vitest';
import type { MailerOptions } from '../../../src/channels/email/mailer.ts';
import { MailThread, type MailThreadSettings } from '../../../src/channels/email/mailThread.ts';
import type { Message } from '../../../src/notifications/channel.ts';
import { emailMessage, emailMessages } from './emailMessage.ts';
import { channelRetry, openEmailChannel } from './openEmailChannel.ts';
import { selfSignedCertificate } from './selfSignedCertificate.ts';
import { startScriptedServer } from './startScriptedServer.ts';
import { startSmtpServer } from './startSmtpServer.ts';

const PASSWORD = 's3cret';

/** A thread that is ended when the test is over. */
function openThread({ port = 1, ...settings }: MailThreadSettings & { readonly port?: number }) {
  const server = {
    ...{ host: '127.0.0.1', port, isSecure: false, requiresTls: false },
    ...(port === 1 && { auth: { user: 'shop', pass: PASSWORD } }),
  };
  const options: MailerOptions = {
    line: { server, timeoutMs: 60_000 },
    maxConnections: 1,
    defaults: { from: { name: 'Shop', address: 'orders@shop.example' }, headers: {} },
  };
  const thread = new MailThread(options, settings);
  onTestFinished(() => thread.close());
  return {
    deliver: (batch: readonly Message[], signal = new AbortController().signal) =>
      thread.deliver(batch, { signal }),
    close: () => thread.close(),
  };
}

/** A program that does something at each request. */
function atRequest(reaction: string): string {
  return `
    const { parentPort, workerData } = require('node:worker_threads');
    parentPort.on('message', (request) => { ${reaction} });
  `;
}

describe('a mail thread that ends by itself', () => {
  it.each([
    ['it exits', atRequest('process.exit(7)'), /^the mail thread has ended with exit code 7$/],
    [
      'it throws',
      atRequest("throw new Error('no\\nluck')"),
      /^the mail thread has failed: no luck$/,
    ],
    [
      'it throws no error',
      atRequest('throw null'),
      /^the mail thread has failed: null was thrown$/,
    ],
    [
      'it rejects',
      atRequest("Promise.reject(new Error('oh'))"),
      /^the mail thread has failed: oh$/,
    ],
    ['it has nothing to do', '', /^the mail thread has ended with exit code 0$/],
    ['it throws at its start', "throw new Error('boom')", /^the mail thread has failed: boom$/],
    ['it is no program', '}{', /^the mail thread has failed: Unexpected token/],
    [
      'it misses a package',
      "require('no-such-package')",
      /^the mail thread has failed: Cannot find module 'no-such-package'/,
    ],
    [
      'it throws the password',
      'throw new Error(require("node:worker_threads").workerData.line.server.auth.pass)',
      /^the mail thread has failed: unknown error$/,
    ],
  ])('makes the channel wait: %s', async (_why, program, reason) => {
    const { deliver } = openThread({ program });
    const batches = await Promise.all([deliver(emailMessages(2)), deliver(emailMessages(3))]);
    expect(batches.map(({ length }) => length)).toEqual([2, 3]);
    // The second batch may have met a thread that is another one already.
    expect(batches.flat()).toEqual(Array(5).fill(channelRetry(reason)));
    expect(JSON.stringify(batches)).not.toContain(PASSWORD);
    expect(await deliver(emailMessages(1))).toEqual([channelRetry(reason)]);
  });

  it('does not send those mails again that the server has accepted', async () => {
    const program = atRequest('request.progress[1] = 1; process.exit(7);');
    const { deliver } = openThread({ program });
    const ended = channelRetry(/exit code 7/);
    expect(await deliver(emailMessages(3))).toEqual([ended, 'sent', ended]);
  });

  it('in the middle of a mail for want of memory is replaced by another for the next mail', async () => {
    const server = await startScriptedServer({ END: 'hang' });
    const { deliver } = openThread({
      port: Number(new URL(server.url).port),
      resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 },
    });
    const first = deliver([emailMessage()]);
    await server.reached('END');
    const text = 'ä word '.repeat(100_000);
    const second = deliver(emailMessages(50, { text }));
    const outOfMemory = channelRetry(/memory limit/);
    expect(await first).toEqual([outOfMemory]);
    expect(await second).toEqual(Array(50).fill(outOfMemory));
    await server.allClosed();
    server.script = {};
    expect(await deliver([emailMessage()])).toEqual(['sent']);
  });
});

describe('a delivery by a mail thread', () => {
  it('that is aborted or closed has its answer, also when the thread does not answer', async () => {
    const { deliver, close } = openThread({ program: atRequest('for (;;) {}') });
    const controller = new AbortController();
    const aborted = deliver(emailMessages(2), controller.signal);
    const other = deliver(emailMessages(1));
    controller.abort();
    expect(await aborted).toEqual(Array(2).fill(channelRetry(/^the delivery was aborted$/)));
    const closed = channelRetry(/^the channel is closed$/);
    await Promise.all([close(), other.then((results) => expect(results).toEqual([closed]))]);
    expect(await deliver(emailMessages(1))).toEqual([closed]);
  });

  it('rejects when the content of a mail is none', async () => {
    const server = await startSmtpServer();
    const { deliver } = openEmailChannel({ url: server.url, thread: true });
    await expect(deliver([emailMessage({ subject: 7 as never })])).rejects.toThrow(/replace/);
    await expect(deliver([emailMessage({ subject: (() => 7) as never })])).rejects.toThrow(/clone/);
    expect(await deliver([emailMessage()])).toEqual(['sent']);
  });

  it('uses the options of TLS as they were when the channel was made', async () => {
    const certificate = selfSignedCertificate();
    const server = await startSmtpServer({ options: certificate });
    const tls = { ca: [Buffer.from(certificate.cert)] };
    const { deliver } = openEmailChannel({ url: server.url, tls, requireTls: true, thread: true });
    tls.ca.length = 0;
    expect(await deliver([emailMessage()])).toEqual(['sent']);
  });
});
