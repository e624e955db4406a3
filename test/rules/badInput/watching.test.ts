import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { type WatchHandlerOptions, type WatchOptions, watchHandler } from '../../../src/watch.ts';
import { listen } from '../../../src/web/listen.ts';
import { badObjects, complaints, type Misuse } from './misuse.ts';
import { stage } from './stage.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const BAD_TEXTS = [null, true, 5, [], {}, Symbol('x'), ''];
const LONG = 'x'.repeat(1001);
const TOKEN = 'a-token-of-24-characters';

/** Of each of them, two ways to say it. */
const both = (
  member: string,
  bad: readonly unknown[],
  more: Partial<Misuse> = {},
): readonly Misuse[] => [
  {
    call: `shop.watch({ ${member}: … })`,
    argument: `options.${member}`,
    type: 'string',
    bad,
    run: ({ shop }, value) => shop.watch({ port: 0, [member]: value }),
    ...more,
  },
  {
    call: `watchHandler(shop, { ${member}: … })`,
    argument: `options.${member}`,
    type: 'string',
    bad,
    run: ({ shop }, value) => watchHandler(shop, { [member]: value }),
    sync: true,
    ...more,
  },
];

const misuses: readonly Misuse[] = [
  {
    call: 'watchHandler(…)',
    argument: 'shop',
    type: 'object',
    bad: [undefined, ...badObjects, {}, { carts: {} }],
    run: (_, shop) => watchHandler(shop),
    sync: true,
  },
  {
    call: 'watchHandler(shop, …)',
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => watchHandler(shop, options),
    sync: true,
  },
  {
    call: 'shop.watch(…)',
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => shop.watch(options),
  },
  {
    call: 'shop.watch({ port: … })',
    argument: 'options.port',
    type: 'number',
    bad: [...BAD_TEXTS.filter((bad) => bad !== 5), -1, 1.5, 65_536, Number.NaN, Infinity, '7070'],
    run: ({ shop }, port) => shop.watch({ port }),
  },
  {
    call: 'shop.watch({ host: … })',
    argument: 'options.host',
    type: 'string',
    bad: [
      ...BAD_TEXTS,
      'x'.repeat(256),
      ...['0.0.0.0', '::', '192.168.0.1', 'shop.example', '127.0.0.1.shop.example', 'LOCALHOST'],
    ],
    run: ({ shop }, host) => shop.watch({ port: 0, host }),
  },
  ...both('name', [...BAD_TEXTS, 'x'.repeat(101)]),
  ...both('token', [...BAD_TEXTS, 'x'.repeat(15), LONG]),
  ...both(
    'token',
    [
      `${TOKEN} `,
      `${TOKEN}\n`,
      `${TOKEN}"`,
      `${TOKEN}é`,
      `${TOKEN}=x`,
      `=${TOKEN}`,
      ' '.repeat(16),
    ],
    // A token is a secret, which does not belong in an error.
    { given: () => undefined },
  ),
  {
    call: 'watchHandler(shop, { basePath: … })',
    argument: 'options.basePath',
    type: 'string',
    bad: [
      ...BAD_TEXTS,
      ...['shop', 'shop/', '/shop', '/shop/?x/', '/shop/#/', '/my shop/', '/käse/', '/a/../b/'],
      ...[
        '/./',
        '//',
        '//evil.example/',
        '/\\evil.example/',
        'http://x/',
        '/%zz /',
        '/a\n/',
        '/"/',
      ],
      `/${LONG}/`,
    ],
    run: ({ shop }, basePath) => watchHandler(shop, { basePath }),
    sync: true,
  },
];

describe('a live page', () => {
  it.each(misuses)('$call rejects every bad $argument', async (misuse) => {
    expect(await complaints(await stage(), misuse)).toEqual([]);
  });

  it.each([
    [{ prot: 1 }, 'options: expected only port, host, token, name'],
    [{ basePath: '/x/' }, 'options: expected only port, host, token, name'],
  ])('shop.watch(%o) is refused', async (options, message) => {
    const { shop } = await stage();
    await expect(shop.watch(options as object)).rejects.toThrow(message);
  });

  it.each([
    [{ port: 1 }, 'options: expected only token, name, basePath'],
    [{ tokens: [] }, 'options: expected only token, name, basePath'],
  ])('watchHandler(shop, %o) is refused', async (options, message) => {
    const { shop } = await stage();
    expect(() => watchHandler(shop, options as object)).toThrow(message);
  });

  it.each<WatchHandlerOptions>([
    {},
    { basePath: '/' },
    { basePath: '/a/b/' },
    { basePath: '/my%20shop/' },
    { basePath: '/k%C3%A4se/' },
    { token: 'x'.repeat(16), name: 'x'.repeat(100) },
    { token: 'AZaz09-._~+/==aaaaa'.slice(0, 14).padStart(16, 'x') },
    { token: `${'x'.repeat(998)}==`, name: '<b>' },
  ])('watchHandler(shop, %o) is taken', async (options) => {
    const { shop } = await stage();
    expect(watchHandler(shop, options).viewers).toBe(0);
  });

  it.each<WatchOptions>([
    { host: '127.0.0.1' },
    { host: 'localhost' },
    { host: '0.0.0.0', token: TOKEN },
  ])('shop.watch(%o) is taken', async (options) => {
    const { shop } = await stage();
    ends.push(() => shop.close());
    const server = await shop.watch({ port: 0, ...options });
    expect(server.url).toMatch(/^http:\/\/[\d.[\]:]+$/);
    expect(server.url).not.toContain(TOKEN);
  });

  it('says that its port is taken, and the shop can be watched at another', async () => {
    const { shop } = await stage();
    ends.push(() => shop.close());
    const other = createServer();
    ends.push(() => other.close());
    const port = Number(new URL(await listen(other, '127.0.0.1', 0)).port);
    await expect(shop.watch({ port })).rejects.toThrow('EADDRINUSE');
    expect((await shop.watch({ port: 0 })).viewers).toBe(0);
  });

  it('cannot be served of a shop that has been closed', async () => {
    const shop = await createShop();
    await shop.close();
    await expect(shop.watch({ port: 0 })).rejects.toThrow('the shop has been closed');
  });
});
