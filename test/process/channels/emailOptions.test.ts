import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseMailbox } from '../../../src/channels/email/mailbox.ts';
import { parseSmtpUrl } from '../../../src/channels/email/smtpServer.ts';
import { smtpChannel } from '../../../src/email.ts';
import { ArgumentError } from '../../../src/index.ts';

const GOOD = { url: 'smtp://localhost:2525', from: 'Shop <orders@shop.example>' };

/** The error of a call; fails if there is none. */
function errorOf(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('an email channel', () => {
  it('is named email, and is for people', () => {
    expect(smtpChannel(GOOD)).toMatchObject({ name: 'email', audience: 'people' });
    expect(smtpChannel({ ...GOOD, name: 'receipts' }).name).toBe('receipts');
  });

  it.each([
    [
      { pool: 5 },
      "options: expected only url, from, replyTo, name, headers, maxConnections, timeoutMs, tls, requireTls, thread; got 'pool'",
    ],
    [{ from: undefined }, 'options.from: expected a string, got undefined'],
    [
      { from: 'Shop' },
      "options.from: expected an address such as 'Shop <orders@example.com>', got 'Shop'",
    ],
    [{ from: 'a@shop.example, b@shop.example' }, 'options.from: expected an address'],
    [
      { from: 'Shop <a@shop.example>\r\nBcc: eve@evil.example' },
      'options.from: expected an address',
    ],
    [{ from: 'Sh\nop <a@shop.example>' }, 'options.from: expected an address'],
    [{ replyTo: 'nobody' }, 'options.replyTo: expected an address'],
    [{ name: 'Email!' }, "options.name: expected 1 to 32 of a-z, 0-9, - and _, got 'Email!'"],
    [{ name: 7 }, 'options.name: expected a string, got 7'],
    [{ maxConnections: 0 }, 'options.maxConnections: expected a whole number from 1 to 100, got 0'],
    [{ maxConnections: '5' }, 'options.maxConnections: expected a whole number from 1 to 100, got'],
    [{ timeoutMs: 1.5 }, 'options.timeoutMs: expected a whole number from 1 to 600000, got 1.5'],
    [{ tls: true }, 'options.tls: expected a plain object, got true'],
    [{ requireTls: 'yes' }, "options.requireTls: expected true or false, got 'yes'"],
    [{ thread: 1 }, 'options.thread: expected true or false, got 1'],
    [
      { thread: true, tls: { ca: 'a', checkServerIdentity: () => undefined } },
      'options.tls.checkServerIdentity: expected a value that can be cloned into a thread, got a function',
    ],
    [
      { thread: true, tls: { key: [{ pem: 's3cret', passphrase: () => 's3cret' }] } },
      'options.tls.key: expected a value that can be cloned into a thread, got one that cannot',
    ],
    [{ headers: ['X-A'] }, 'options.headers: expected a plain object'],
    [
      { headers: { Bcc: 'eve@evil.example' } },
      "options.headers: expected names such as 'X-Campaign'",
    ],
    [{ headers: { 'X-A\r\nBcc': 'eve' } }, "options.headers: expected names such as 'X-Campaign'"],
    [
      { headers: { 'X-A': 'a\r\nBcc: eve@evil.example' } },
      'options.headers.X-A: expected one line',
    ],
    [{ headers: { 'X-A': 1 } }, 'options.headers.X-A: expected a string, got 1'],
  ])('refuses the options %j', (options, message) => {
    const error = errorOf(() => smtpChannel({ ...GOOD, ...options } as never));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toContain(message);
  });

  it.each([
    'http://shop:s3cret@mail.example',
    'smtp:shop:s3cret@mail.example',
    'smtp://shop:s3cret@mail.example/path',
    'smtp://shop:s3cret@mail.example?pool=true',
    'smtp://shop:s3cret@mail.example#top',
    'smtp://shop:s3cret%@mail.example',
    'smtp://shop:s3cret@mail.example:99999',
    'smtp://shop:s3cret@mail.example:0',
    'smtp://:s3cret@mail.example',
    'smtp://s3cret@mail.example',
    'smtp://shop:s3cret@',
    'smtp://shop:s3cret@mail example',
    'shop:s3cret@mail.example',
    '//s3cret',
  ])('refuses the URL %s without showing it', (url) => {
    const error = errorOf(() => smtpChannel({ ...GOOD, url }));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toContain('options.url: expected a URL such as');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });

  it('refuses a URL that is no text without showing it', () => {
    const url = new URL('smtp://shop:s3cret@mail.example');
    const error = errorOf(() => smtpChannel({ ...GOOD, url } as never));
    expect(error.message).toMatch(/^options\.url: expected a URL such as .*, got an? object$/);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });
});

describe('the URL of a server', () => {
  it.each([
    ['smtp://localhost', { host: 'localhost', port: 587, isSecure: false, requiresTls: false }],
    [
      'smtps://mail.example/',
      { host: 'mail.example', port: 465, isSecure: true, requiresTls: false },
    ],
    ['smtp://[::1]:25', { host: '::1', port: 25, isSecure: false, requiresTls: false }],
    [
      'smtp://bücher.example',
      { host: 'xn--bcher-kva.example', port: 587, isSecure: false, requiresTls: false },
    ],
    [
      'smtp://shop%40a.example:p%40ss%3Aw%2F@mail.example:2525',
      {
        ...{ host: 'mail.example', port: 2525, isSecure: false, requiresTls: true },
        auth: { user: 'shop@a.example', pass: 'p@ss:w/' },
      },
    ],
  ])('%s has its parts', (url, server) => {
    expect(parseSmtpUrl('url', url)).toEqual(server);
  });

  it.each([
    ['smtp://a:b@mail.example', true],
    ['smtp://a:b@10.0.0.1', true],
    ['smtp://a:b@localhost.example', true],
    ['smtp://a:b@localhost', false],
    ['smtp://a:b@127.0.0.1', false],
    ['smtp://a:b@[::1]', false],
    ['smtp://mail.example', false],
  ])('%s requires TLS: %s', (url, requiresTls) => {
    expect(parseSmtpUrl('url', url).requiresTls).toBe(requiresTls);
    expect(parseSmtpUrl('url', url, true).requiresTls).toBe(true);
    expect(parseSmtpUrl('url', url, false).requiresTls).toBe(false);
  });
});

describe('a sender', () => {
  it.each([
    ['a@b.example', '', 'a@b.example'],
    ['<a@b.example>', '', 'a@b.example'],
    ['Shop <a@b.example>', 'Shop', 'a@b.example'],
    ['Bücher & Co. <a@b.example>', 'Bücher & Co.', 'a@b.example'],
    ['"Shop, \\"Inc.\\"" <a@b.example>', 'Shop, "Inc."', 'a@b.example'],
  ])('%s has a name and an address', (text, name, address) => {
    expect(parseMailbox(text)).toEqual({ name, address });
  });
});
