import type { AddressObject } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { emailMessage, emailMessages } from './emailMessage.ts';
import { PLACES } from './openEmailChannel.ts';
import { startSmtpServer } from './startSmtpServer.ts';

describe.each(PLACES)('%s', (_where, openEmailChannel) => {
  describe('a mail that the server accepts', () => {
    it('is sent: it has the subject, the text, the HTML and the recipient of the message', async () => {
      const server = await startSmtpServer();
      const { deliver } = openEmailChannel({ url: server.url, replyTo: 'help@shop.example' });
      const message = emailMessage({
        subject: 'Grüße 🎉 — unterwegs',
        text: 'Schönen Tag\n\n.\nnoch ✓\n',
        html: '<p>Schönen <b>Tag</b> ✓</p>',
        name: 'Zoë "Z" Müller, Ñandú',
        email: 'zoe@example.org',
      });
      expect(await deliver([message])).toEqual(['sent']);
      const [mail] = server.transmitted;
      expect(mail?.subject).toBe(message.subject);
      expect(mail?.text?.trim()).toBe(message.text.trim());
      expect(mail?.html).toBe(message.html);
      expect((mail?.to as AddressObject | undefined)?.value).toEqual([
        { name: 'Zoë "Z" Müller, Ñandú', address: 'zoe@example.org' },
      ]);
      expect(mail?.from?.value).toEqual([{ name: 'Shop', address: 'orders@shop.example' }]);
      expect(mail?.replyTo?.value).toEqual([{ name: '', address: 'help@shop.example' }]);
      expect(mail?.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
      expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
      expect(mail?.date).toBeInstanceOf(Date);
      expect(server.senders).toEqual(['orders@shop.example']);
      expect(server.recipients).toEqual(['zoe@example.org']);
    });

    it('is plain text when the message has no HTML', async () => {
      const server = await startSmtpServer();
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual(['sent']);
      const [mail] = server.transmitted;
      expect(mail?.headers.get('content-type')).toMatchObject({ value: 'text/plain' });
      expect(mail?.html).toBe(false);
      expect(mail?.text?.trim()).toBe('It was shipped today.');
    });

    it('has the same Message-ID at each attempt, in the domain of the sender', async () => {
      let attempts = 0;
      const server = await startSmtpServer({
        mail: () => (++attempts === 1 ? [451, 'come back later'] : undefined),
      });
      const { deliver } = openEmailChannel({ url: server.url, from: 'orders@bücher.example' });
      const message = emailMessage({ id: 'order-7_shipped' });
      expect(await deliver([message])).toEqual([
        { status: 'retry', affects: 'message', reason: '451 come back later' },
      ]);
      expect(await deliver([{ ...message, attempt: 2 }])).toEqual(['sent']);
      expect(server.transmitted.map(({ messageId }) => messageId)).toEqual([
        '<order-7_shipped@xn--bcher-kva.example>',
        '<order-7_shipped@xn--bcher-kva.example>',
      ]);
    });

    it('has the headers of the options', async () => {
      const server = await startSmtpServer();
      const headers = { 'X-Stream': 'orders' };
      const { deliver } = openEmailChannel({ url: server.url, headers });
      expect(await deliver([emailMessage()])).toEqual(['sent']);
      expect(server.transmitted[0]?.headers.get('x-stream')).toBe('orders');
    });

    it('reaches an address in another script', async () => {
      const server = await startSmtpServer();
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage({ email: 'jörg@bücher.example' })])).toEqual(['sent']);
      expect(server.recipients).toEqual(['jörg@bücher.example']);
    });
  });

  describe('the connections of a channel', () => {
    it('are used for one mail after another', async () => {
      const server = await startSmtpServer();
      const { deliver } = openEmailChannel({ url: server.url, maxConnections: 1 });
      expect(await deliver(emailMessages(10))).toEqual(Array(10).fill('sent'));
      expect(await deliver([emailMessage()])).toEqual(['sent']);
      expect(server.connections).toBe(1);
      expect(server.transmitted.map(({ messageId }) => messageId).slice(0, 3)).toEqual([
        '<m-1@shop.example>',
        '<m-2@shop.example>',
        '<m-3@shop.example>',
      ]);
    });

    it('are as many as there are mails, up to the bound, also for two batches at once', async () => {
      let arrived = 0;
      let open = () => {};
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      // No mail is accepted before three are there: fewer connections would wait for ever.
      const server = await startSmtpServer({
        mail: async () => {
          if (++arrived === 3) open();
          await opened;
          return undefined;
        },
      });
      const { deliver } = openEmailChannel({ url: server.url, maxConnections: 3 });
      const batches = [deliver(emailMessages(15)), deliver(emailMessages(15))];
      expect((await Promise.all(batches)).flat()).toEqual(Array(30).fill('sent'));
      expect(server.peak).toBe(3);
    });

    it('are closed with the channel, which then sends nothing', async () => {
      const server = await startSmtpServer();
      const { deliver, close } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual(['sent']);
      close();
      await expect.poll(() => server.open, { timeout: 60_000 }).toBe(0);
      expect(await deliver([emailMessage()])).toEqual([
        { status: 'retry', affects: 'channel', reason: 'the channel is closed' },
      ]);
      expect(server.connections).toBe(1);
    });
  });
});
