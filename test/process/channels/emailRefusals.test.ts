import { describe, expect, it } from 'vitest';
import { emailMessage, emailMessages } from './emailMessage.ts';
import { channelRetry, PLACES } from './openEmailChannel.ts';
import { startScriptedServer } from './startScriptedServer.ts';
import { startSmtpServer } from './startSmtpServer.ts';

describe.each(PLACES)('%s', (_where, openEmailChannel) => {
  describe('a mail that the server refuses', () => {
    it('for good becomes a dead letter with the answer of the server', async () => {
      const server = await startSmtpServer({ recipient: () => [550, '5.1.1 No such user here'] });
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual([
        { status: 'failed', reason: '550 5.1.1 No such user here' },
      ]);
    });

    it('for good because of its content becomes a dead letter', async () => {
      const server = await startSmtpServer({ mail: () => [554, '5.7.1 Looks like spam'] });
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual([
        { status: 'failed', reason: '554 5.7.1 Looks like spam' },
      ]);
    });

    it('for good with a long answer of several lines has a short reason of one line', async () => {
      const server = await startScriptedServer({ RCPT: `550-${'no '.repeat(200)}\r\n550 never` });
      const { deliver } = openEmailChannel({ url: server.url });
      const [result] = await deliver([emailMessage()]);
      const { status, reason = '' } = result as { status: string; reason?: string };
      expect(status).toBe('failed');
      expect(reason).toMatch(/^550-no no .*\.\.\.$/);
      expect(reason).toHaveLength(200);
    });

    it('because it is larger than the server takes becomes a dead letter', async () => {
      const server = await startSmtpServer({ options: { size: 1000 } });
      const { deliver } = openEmailChannel({ url: server.url });
      const large = emailMessage({ text: 'word '.repeat(1000) });
      expect(await deliver([large, emailMessage({ id: 'm-2' })])).toEqual([
        { status: 'failed', reason: '552 Message too large' },
        'sent',
      ]);
    });

    it('because it is larger than the server takes, with an answer to MAIL, becomes a dead letter', async () => {
      const server = await startScriptedServer({ MAIL: '552 too large' });
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual([
        { status: 'failed', reason: '552 too large' },
      ]);
    });

    it.each([450, 451, 452])('for now (%i at the recipient) waits alone', async (code) => {
      const server = await startSmtpServer({ recipient: () => [code, 'try again later'] });
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual([
        { status: 'retry', affects: 'message', reason: `${code} try again later` },
      ]);
    });

    it.each([
      [550, 'sender not allowed'],
      [451, 'too many mails from this sender'],
    ])('because of its sender (%i) makes the channel wait', async (code, text) => {
      const server = await startSmtpServer({ sender: () => [code, text] });
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage()])).toEqual([
        channelRetry(new RegExp(`^${code} ${text.replace('s3cret', '\\*{3}')}`)),
      ]);
    });

    it.each(['MAIL', 'RCPT', 'DATA', 'END'] as const)(
      'since it shuts down (421 at %s) makes the channel wait',
      async (step) => {
        const server = await startScriptedServer({ [step]: '421 shutting down' });
        const { deliver } = openEmailChannel({ url: server.url });
        expect(await deliver([emailMessage()])).toEqual([channelRetry(/^421 shutting down/)]);
      },
    );

    it.each(['RCPT', 'END'] as const)(
      'for want of a login (530 at %s) makes the channel wait',
      async (step) => {
        const server = await startScriptedServer({ [step]: '530 Authentication required' });
        const { deliver } = openEmailChannel({ url: server.url });
        expect(await deliver([emailMessage()])).toEqual([
          channelRetry(/^530 Authentication required/),
        ]);
      },
    );

    it('does not keep the other mails of its batch from being sent', async () => {
      const server = await startSmtpServer({
        recipient: (address) => {
          if (address.startsWith('gone')) return [550, 'gone'];
          return address.startsWith('full') ? [452, 'mailbox full'] : undefined;
        },
      });
      const { deliver } = openEmailChannel({ url: server.url, maxConnections: 2 });
      const emails = [
        'ada@a.example',
        'gone@b.example',
        'no address',
        'full@c.example',
        'eve@d.example',
      ];
      const batch = emails.map((email, index) => emailMessage({ id: `m-${index}`, email }));
      expect(await deliver(batch)).toEqual([
        'sent',
        { status: 'failed', reason: '550 gone' },
        { status: 'failed', reason: "'no address' is no email address" },
        { status: 'retry', affects: 'message', reason: '452 mailbox full' },
        'sent',
      ]);
      // A refusal does not cost a connection.
      expect(server.connections).toBeLessThanOrEqual(2);
    });
  });

  describe('a login that fails', () => {
    it.each([
      [535, 'bad password'],
      [535, 'bad password s3cret of shop'],
      [454, 'Temporary authentication failure'],
    ])('(%i) makes the channel wait, and no mail is lost', async (code, text) => {
      let isMended = false;
      const server = await startSmtpServer({ login: () => (isMended ? undefined : [code, text]) });
      const url = server.url.replace('//', '//shop:s3cret@');
      const { deliver } = openEmailChannel({ url, maxConnections: 1 });
      const results = await deliver(emailMessages(5));
      expect(results).toEqual(
        Array(5).fill(channelRetry(new RegExp(`^${code} ${text.replace('s3cret', '\\*{3}')}`))),
      );
      expect(JSON.stringify(results)).not.toContain('s3cret');
      expect(server.logins).toEqual(['shop']);
      isMended = true;
      expect(await deliver(emailMessages(5))).toEqual(Array(5).fill('sent'));
    });

    it('because the server has no logins makes the channel wait', async () => {
      const server = await startSmtpServer();
      const url = server.url.replace('//', '//shop:s3cret@');
      const { deliver } = openEmailChannel({ url });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/^5\d\d/)]);
      expect(server.transmitted).toEqual([]);
    });
  });
});
