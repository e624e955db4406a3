import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { emailMessage, emailMessages } from './emailMessage.ts';
import { channelRetry, PLACES } from './openEmailChannel.ts';
import { startScriptedServer } from './startScriptedServer.ts';

/** Against servers that hang for ever: how long it is does not matter. */
const TIMEOUT_MS = 200;
/** More than the buffers of two sockets hold. */
const LARGE_TEXT = 'A line of a large mail.\n'.repeat(500_000);

describe.each(PLACES)('%s', (_where, openEmailChannel) => {
  describe('a server that cannot be reached', () => {
    it('makes the channel wait: it refuses connections', async () => {
      const listener = createServer();
      await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
      const { port } = listener.address() as AddressInfo;
      await new Promise((resolve) => listener.close(resolve));
      const { deliver } = openEmailChannel({ url: `smtp://127.0.0.1:${port}` });
      expect(await deliver(emailMessages(20))).toEqual(
        Array(20).fill(channelRetry(/ECONNREFUSED/)),
      );
    });

    it('makes the channel wait: its name is unknown', async () => {
      const { deliver } = openEmailChannel({ url: 'smtp://mail.statecart.invalid' });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/mail\.statecart\.invalid/)]);
    });
  });

  describe('a server that hangs', () => {
    it.each(['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'END'] as const)(
      'at %s makes the channel wait after the time-out, and is not left with a connection',
      async (step) => {
        const server = await startScriptedServer({ [step]: 'hang' });
        const { deliver } = openEmailChannel({ url: server.url, timeoutMs: TIMEOUT_MS });
        expect(await deliver([emailMessage()])).toEqual([channelRetry(/time|never/i)]);
        await server.allClosed();
      },
    );

    it('in the middle of a mail makes the channel wait after the time-out', async () => {
      const server = await startScriptedServer({ BODY: 'hang' });
      const { deliver } = openEmailChannel({ url: server.url, timeoutMs: TIMEOUT_MS });
      expect(await deliver([emailMessage({ text: LARGE_TEXT })])).toEqual([channelRetry(/time/i)]);
    });

    it('is not tried again for each mail of the batch', async () => {
      const server = await startScriptedServer({ CONNECT: 'hang' });
      const { deliver } = openEmailChannel({
        url: server.url,
        timeoutMs: TIMEOUT_MS,
        maxConnections: 2,
      });
      expect(await deliver(emailMessages(50))).toEqual(Array(50).fill(channelRetry(/time|never/i)));
      expect(server.count('CONNECT')).toBeLessThanOrEqual(2);
    });

    it('is used again when it is back', async () => {
      const server = await startScriptedServer({ MAIL: 'hang' });
      // The second delivery must not run into the time-out on a slow machine.
      const slow = openEmailChannel({ url: server.url, timeoutMs: 60_000, maxConnections: 1 });
      const controller = new AbortController();
      const first = slow.deliver(emailMessages(3), controller.signal);
      await server.reached('MAIL');
      controller.abort();
      expect(await first).toEqual(Array(3).fill(channelRetry(/abort/)));
      server.script = {};
      expect(await slow.deliver(emailMessages(3))).toEqual(Array(3).fill('sent'));
    });
  });

  describe('a server that drops connections', () => {
    it.each(['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'BODY', 'END'] as const)(
      'at %s makes the channel wait',
      async (step) => {
        const server = await startScriptedServer({ [step]: 'drop' });
        const { deliver } = openEmailChannel({ url: server.url });
        const text = step === 'BODY' ? LARGE_TEXT : 'short';
        const [result] = await deliver([emailMessage({ text })]);
        expect(result).toEqual(channelRetry(/closed|ECONNRESET|EPIPE/));
        expect(server.accepted).toBe(0);
        server.script = {};
        expect(await deliver([emailMessage()])).toEqual(['sent']);
      },
    );

    it('while they are idle does not fail the next mail', async () => {
      const server = await startScriptedServer();
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual(['sent']);
      server.drop();
      await server.allClosed();
      expect(await deliver([emailMessage()])).toEqual(['sent']);
      expect(server.count('CONNECT')).toBe(2);
    });

    it('with an answer that is none of SMTP makes the channel wait', async () => {
      const server = await startScriptedServer({ CONNECT: 'HTTP/1.1 400 Bad Request' });
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/greeting|HTTP/)]);
    });

    it('with a refusal as its greeting makes the channel wait', async () => {
      const server = await startScriptedServer({ CONNECT: '554 no service for you' });
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/^554 no service/)]);
    });
  });
});
