import { describe, expect, it } from 'vitest';
import { emailMessage } from './emailMessage.ts';
import { channelRetry, PLACES } from './openEmailChannel.ts';
import { selfSignedCertificate } from './selfSignedCertificate.ts';
import { startScriptedServer } from './startScriptedServer.ts';
import { startSmtpServer } from './startSmtpServer.ts';

const certificate = selfSignedCertificate();
const { cert: ca } = certificate;

/** Tries a server with STARTTLS, and one with TLS from the start. */
const SERVERS = [
  ['smtp', { ...certificate }],
  ['smtps', { ...certificate, secure: true }],
] as const;

describe.each(PLACES)('%s', (_where, openEmailChannel) => {
  describe.each(SERVERS)('a server with TLS (%s)', (protocol, options) => {
    const start = async () => {
      const server = await startSmtpServer({ login: () => undefined, options });
      return { server, url: `${protocol}://shop:s3cret@127.0.0.1:${server.port}` };
    };

    it('gets mails when its certificate is trusted', async () => {
      const { server, url } = await start();
      const { deliver } = openEmailChannel({ url, tls: { ca }, requireTls: true });
      expect(await deliver([emailMessage(), emailMessage({ id: 'm-2' })])).toEqual([
        'sent',
        'sent',
      ]);
      expect(server.transmitted).toHaveLength(2);
      expect(server.logins[0]).toBe('shop');
    });

    it('gets neither a password nor a mail when its certificate is not trusted', async () => {
      const { server, url } = await start();
      const { deliver } = openEmailChannel({ url });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/self-signed|self signed/)]);
      expect(server.logins).toEqual([]);
      expect(server.senders).toEqual([]);
    });

    it('gets nothing when its certificate is for another host', async () => {
      const { server, url } = await start();
      const tls = { ca, servername: 'mail.example.com' };
      const { deliver } = openEmailChannel({ url, tls });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/does not match/)]);
      expect(server.logins).toEqual([]);
    });
  });

  describe('a server without TLS', () => {
    it('gets neither a password nor a mail when TLS is required', async () => {
      const server = await startScriptedServer();
      const url = server.url.replace('//', '//shop:s3cret@');
      const { deliver } = openEmailChannel({ url, requireTls: true });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/STARTTLS|unknown/)]);
      expect(server.count('AUTH')).toBe(0);
      expect(server.count('MAIL')).toBe(0);
      expect(server.transcript).not.toContain('ada@example.org');
    });

    it('makes the channel wait when it is addressed by smtps:', async () => {
      const server = await startScriptedServer();
      const url = server.url.replace('smtp:', 'smtps:');
      const { deliver } = openEmailChannel({ url });
      expect(await deliver([emailMessage()])).toEqual([channelRetry(/./)]);
      expect(server.count('MAIL')).toBe(0);
    });

    it('that is dropped in the middle of the handshake makes the channel wait', async () => {
      const server = await startScriptedServer({ EHLO: '250-scripted\r\n250 STARTTLS' });
      server.script = { ...server.script, STAR: '220 go on' };
      const { deliver } = openEmailChannel({ url: server.url });
      const controller = new AbortController();
      const delivery = deliver([emailMessage()], controller.signal);
      await server.reached('STAR');
      controller.abort();
      expect(await delivery).toEqual([channelRetry(/abort/)]);
      await server.allClosed();
    });
  });
});
