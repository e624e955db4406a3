import { describe, expect, it } from 'vitest';
import { emailMessage, emailMessages } from './emailMessage.ts';
import { channelRetry, PLACES } from './openEmailChannel.ts';
import { startScriptedServer } from './startScriptedServer.ts';
import { startSmtpServer } from './startSmtpServer.ts';

const ABORTED = channelRetry(/^the delivery was aborted$/);
const LARGE_TEXT = 'A line of a large mail.\n'.repeat(500_000);

describe.each(PLACES)('%s', (_where, openEmailChannel) => {
  describe('a delivery that is aborted', () => {
    it.each(['CONNECT', 'EHLO', 'MAIL', 'DATA', 'BODY', 'END'] as const)(
      'while the server hangs at %s retries all its mails, and closes its connections',
      async (step) => {
        const server = await startScriptedServer({ [step]: 'hang' });
        const { deliver } = openEmailChannel({ url: server.url, maxConnections: 2 });
        const controller = new AbortController();
        const text = step === 'BODY' ? LARGE_TEXT : 'short';
        const delivery = deliver(emailMessages(6, { text }), controller.signal);
        await server.reached(step, 2);
        controller.abort();
        expect(await delivery).toEqual(Array(6).fill(ABORTED));
        // A server that does not read learns of the end when it reads again.
        server.resume();
        await server.allClosed();
        expect(server.count('CONNECT')).toBe(2);
        server.script = {};
        expect(await deliver(emailMessages(6))).toEqual(Array(6).fill('sent'));
      },
    );

    it('keeps the results of the mails that were accepted before', async () => {
      let hold = (): void => {};
      const held = new Promise<void>((resolve) => {
        hold = resolve;
      });
      const server = await startSmtpServer({
        mail: async ({ messageId }) => {
          if (messageId === '<m-3@shop.example>') {
            hold();
            await new Promise(() => {});
          }
          return undefined;
        },
      });
      const { deliver } = openEmailChannel({ url: server.url, maxConnections: 1 });
      const controller = new AbortController();
      const delivery = deliver(emailMessages(5), controller.signal);
      await held;
      controller.abort();
      expect(await delivery).toEqual(['sent', 'sent', ABORTED, ABORTED, ABORTED]);
      expect(await deliver([emailMessage()])).toEqual(['sent']);
    });

    it('before it starts sends nothing', async () => {
      const server = await startScriptedServer();
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver(emailMessages(3), AbortSignal.abort())).toEqual(Array(3).fill(ABORTED));
      expect(server.count('CONNECT')).toBe(0);
    });

    it('does not disturb another delivery of the channel', async () => {
      const server = await startScriptedServer({ MAIL: 'hang' });
      const { deliver } = openEmailChannel({ url: server.url, maxConnections: 2 });
      const controller = new AbortController();
      const aborted = deliver(emailMessages(1), controller.signal);
      await server.reached('MAIL');
      server.script = {};
      const other = deliver(emailMessages(4));
      await server.reached('END', 4);
      controller.abort();
      expect(await aborted).toEqual([ABORTED]);
      expect(await other).toEqual(Array(4).fill('sent'));
    });

    it('lets mails of another delivery have its connections', async () => {
      const server = await startScriptedServer({ MAIL: 'hang' });
      const { deliver } = openEmailChannel({ url: server.url, maxConnections: 1 });
      const controller = new AbortController();
      const aborted = deliver(emailMessages(3), controller.signal);
      await server.reached('MAIL');
      server.script = {};
      const other = deliver(emailMessages(3));
      controller.abort();
      expect(await aborted).toEqual(Array(3).fill(ABORTED));
      expect(await other).toEqual(Array(3).fill('sent'));
    });
  });

  describe('a channel that is closed', () => {
    it('while the server hangs retries all mails, and closes its connections', async () => {
      const server = await startScriptedServer({ END: 'hang' });
      const { deliver, close } = openEmailChannel({ url: server.url, maxConnections: 2 });
      const delivery = deliver(emailMessages(6));
      await server.reached('END', 2);
      close();
      expect(await delivery).toEqual(Array(6).fill(channelRetry(/closed/)));
      server.resume();
      await server.allClosed();
    });
  });
});
