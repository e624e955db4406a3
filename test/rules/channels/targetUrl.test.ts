import { describe, expect, it } from 'vitest';
import { checkTargetUrl } from '../../../src/channels/http/targetUrl.ts';
import { ArgumentError } from '../../../src/index.ts';

const check = (url: unknown, allowPrivate = false) =>
  checkTargetUrl('options.url', url, { allowPrivate });

describe('the URL that requests are sent to', () => {
  it.each([
    'https://shop.example',
    'http://shop.example:8080/path?query=1',
    'https://8.8.8.8/',
    'https://172.32.0.1/',
    'https://[2606:4700::1111]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[64:ff9b::808:808]/',
    'https://internal.example/',
    'https://localhost.example/',
    'https://notlocal/',
  ])('may be %s', (url) => {
    expect(check(url).href).toBe(new URL(url).href);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ftp://shop.example',
    'data:text/plain,x',
    'ws://shop.example',
    'blob:https://shop.example/1',
  ])('may not be %s', (url) => {
    const scheme = url.slice(0, url.indexOf(':') + 1);
    const message = `options.url: expected a URL with https: or http:, got ${scheme}`;
    expect(() => check(url)).toThrow(message);
  });

  it.each(['', 'shop.example', '//shop.example', 'https://', 'https://a b/', 7, undefined, null])(
    'may not be %j',
    (url) => {
      expect(() => check(url)).toThrow(ArgumentError);
    },
  );

  it('may not be longer than servers take', () => {
    expect(() => check(`https://shop.example/${'a'.repeat(4000)}`)).toThrow('at most 4000');
  });

  it.each(['https://user@shop.example', 'https://:secret@shop.example'])(
    'may not have credentials, which the error does not show: %s',
    (url) => {
      const expected = 'options.url: expected a URL without credentials';
      expect(() => check(url, true)).toThrow(expected);
      expect(() => check(url, true)).not.toThrow('secret');
    },
  );

  it.each([
    ['loopback', ['127.0.0.1', '127.1', '127.255.255.254', '[::1]', 'localhost', 'LOCALHOST']],
    [
      'loopback in other spellings',
      ['2130706433', '0x7f000001', '0177.0.0.1', '0x7f.1', '１２７.0.0.1', '127.0.0.1.'],
    ],
    [
      'loopback in IPv6',
      [
        '[::ffff:127.0.0.1]',
        '[::ffff:7f00:1]',
        '[::127.0.0.1]',
        '[64:ff9b::127.0.0.1]',
        '[2002:7f00:1::]',
      ],
    ],
    ['unspecified', ['0.0.0.0', '0', '[::]', '[::ffff:0:0]']],
    [
      'private',
      [
        '10.1.2.3',
        '172.16.0.1',
        '172.31.255.255',
        '192.168.0.1',
        '100.64.0.1',
        '[fd00::1]',
        '[fc00::1]',
        '[64:ff9b::a00:1]',
      ],
    ],
    ['link-local', ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', '0xa9fea9fe']],
    [
      'reserved',
      [
        '224.0.0.1',
        '255.255.255.255',
        '240.0.0.1',
        '192.0.2.1',
        '198.18.0.1',
        '[ff02::1]',
        '[2001:db8::1]',
      ],
    ],
    [
      'of this network',
      ['localhost.', 'a.localhost', 'metadata.google.internal', 'printer.local', 'printer.LOCAL.'],
    ],
  ])('may not have a host that is %s, unless that is allowed', (_what, hosts) => {
    for (const host of hosts) {
      const url = `http://${host}:8080/path`;
      expect(() => check(url), host).toThrow(
        'expected the URL of a public host, or allowPrivate: true',
      );
      expect(check(url, true).href).toBe(new URL(url).href);
    }
  });

  it('is not shown with its path, which may be a secret', () => {
    expect(() => check('https://10.0.0.1/hooks/secret')).toThrow(/got 10\.0\.0\.1$/);
  });

  it('may have to be https', () => {
    const rules = { allowPrivate: false, httpsOnly: true };
    expect(() => checkTargetUrl('url', 'http://shop.example', rules)).toThrow('a URL with https:');
  });
});
