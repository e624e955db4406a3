import { describe, expect, it } from 'vitest';
import { smtpChannel } from '../../../src/email.ts';
import { emailMessage } from './emailMessage.ts';
import { PLACES } from './openEmailChannel.ts';
import { startSmtpServer } from './startSmtpServer.ts';

const BREAKS = ['\r\n', '\n', '\r', '\u2028', '\0', '\x0b', '\x85'];
const EVIL = 'Bcc: eve@evil.example';

/** The header section of a mail, unfolded. */
function headersOf(source: string): string[] {
  const [section = ''] = source.split('\r\n\r\n');
  return section.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
}

describe.each(PLACES)('%s', (_where, openEmailChannel) => {
  describe('a message whose texts try to add headers', () => {
    it.each(BREAKS.map((text) => [JSON.stringify(text), text]))(
      'by %s in its subject or in the name of its recipient adds none',
      async (_shown, text) => {
        const server = await startSmtpServer();
        const { deliver } = openEmailChannel({ url: server.url });
        const evil = `Hello${text}${EVIL}${text}${text}<script>`;
        const batch = [
          emailMessage({ subject: evil }),
          emailMessage({ id: 'm-2', name: evil }),
          emailMessage({ id: 'm-3', name: `"Ada" <eve@evil.example>,${text}Eve` }),
        ];
        expect(await deliver(batch)).toEqual(['sent', 'sent', 'sent']);
        expect(server.recipients).toEqual(Array(3).fill('ada@example.org'));
        for (const source of server.sources) {
          const names = headersOf(source).map((line) => line.split(':')[0]);
          expect(names).not.toContain('Bcc');
          expect(names).toHaveLength(new Set(names).size);
          expect(names.filter((name) => !/^[A-Z][A-Za-z-]+$/.test(name ?? ''))).toEqual([]);
        }
        for (const { text: body } of server.transmitted) {
          expect(body?.trim()).toBe('It was shipped today.');
        }
      },
    );

    it('cannot end the mail in its text, nor send another one', async () => {
      const server = await startSmtpServer();
      const { deliver } = openEmailChannel({ url: server.url });
      const text = ['One', '.', 'MAIL FROM:<eve@evil.example>', 'RCPT TO:<ada@example.org>', '.'];
      const batch = ['\n', '\r\n', '\r'].map((ending, index) =>
        emailMessage({ id: `m-${index}`, text: text.join(ending) }),
      );
      expect(await deliver(batch)).toEqual(['sent', 'sent', 'sent']);
      expect(server.senders).toEqual(Array(3).fill('orders@shop.example'));
      expect(server.transmitted).toHaveLength(3);
    });
  });

  describe('a recipient', () => {
    it.each([
      'ada@example.org\r\nRCPT TO:<eve@evil.example>',
      'ada@example.org\n',
      'ada@example.org\r\nBcc: eve@evil.example',
      'ada\0@example.org',
      'a@x.example, b@y.example',
      'a@x.example; b@y.example',
      'a@x.example b@y.example',
      'Ada <ada@example.org>',
      '<ada@example.org>',
      'ada@example.org> SIZE=1',
      'ada@b@example.org',
      '"ada lovelace"@example.org',
      'group:ada@example.org;',
      'ada(comment)@example.org',
      '@example.org',
      'ada@',
      'ada',
      '.ada@example.org',
      'ada..l@example.org',
      'ada@-example.org',
      'ada@example..org',
      'ada@[127.0.0.1]',
      'ada@example.org/path',
      `${'a'.repeat(65)}@example.org`,
      `ada@${'a'.repeat(64)}.org`,
      `ada@${'example.'.repeat(40)}org`,
    ])('with the address %j becomes a dead letter, and the server is not asked', async (email) => {
      const server = await startSmtpServer();
      const { deliver } = openEmailChannel({ url: server.url });
      const [result] = await deliver([emailMessage({ email })]);
      expect(result).toEqual({
        status: 'failed',
        reason: expect.stringMatching(/^[^\r\n\0]{1,200} is no email address$/),
      });
      expect(server.connections).toBe(0);
    });

    it.each([
      'ada@example.org',
      'ada.lovelace+shop@mail.example.co.uk',
      "o'hara_{}~!#$%&*/=?^`|@example.org",
      'root@localhost',
      'ada@xn--bcher-kva.example',
      '用户@例え.jp',
    ])('with the address %s is sent a mail', async (email) => {
      const server = await startSmtpServer();
      const { deliver } = openEmailChannel({ url: server.url });
      expect(await deliver([emailMessage({ email })])).toEqual(['sent']);
      expect(server.recipients).toHaveLength(1);
    });

    it('is reached if it has an email address', () => {
      const channel = smtpChannel({ url: 'smtp://localhost', from: 'a@shop.example' });
      const reaches = (email?: string) =>
        channel.canReach?.({ ...(email !== undefined && { email }), pushSubscriptions: [] });
      expect([reaches('ada@example.org'), reaches(''), reaches()]).toEqual([true, false, false]);
    });
  });
});
