import { describe, expect, it } from 'vitest';
import { handled, TOKEN } from './handled.ts';
import { ask, isWatched } from './viewer.ts';

describe('without a token, a handler', () => {
  it.each([
    'http://localhost',
    'http://LOCALHOST:7070',
    'https://localhost',
    'http://127.0.0.1:80',
    'http://[::1]:7070',
    'http://127.1',
  ])('answers requests to %s', async (origin) => {
    const { handler } = await handled();
    expect((await ask(handler, '/api/picture', { origin })).status).toBe(200);
  });

  it.each([
    'http://shop.example',
    'http://127.0.0.1.shop.example',
    'http://localhost.shop.example',
    'http://localhost.',
    'http://0.0.0.0:7070',
    'http://192.168.0.1',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
  ])(
    'refuses requests to %s, which may be a name of an attacker for this machine',
    async (origin) => {
      const { shop, handler } = await handled();
      for (const path of ['/', '/api/picture', '/api/updates', '/api/stock?sku=mug', '/nothing']) {
        const response = await ask(handler, path, { origin });
        expect(response.status).toBe(403);
        expect(Object.keys(Object(await response.json()))).toEqual(['error']);
      }
      expect(isWatched(shop)).toBe(false);
    },
  );

  it.each([
    'https://evil.example',
    'null',
    'http://localhost:1',
    'http://localhost',
    'file://',
    '',
  ])('refuses requests of pages of %j', async (origin) => {
    const { handler } = await handled();
    expect((await ask(handler, '/api/updates', { headers: { origin } })).status).toBe(403);
    expect(handler.viewers).toBe(0);
  });

  it('answers requests of its own page', async () => {
    const { handler } = await handled();
    const headers = { origin: 'http://localhost:7070', 'sec-fetch-site': 'same-origin' };
    expect((await ask(handler, '/api/picture', { headers })).status).toBe(200);
  });

  it.each(['cross-site', 'same-site', 'what'])(
    'lets no image of another page become a viewer (%s)',
    async (site) => {
      const { shop, handler } = await handled();
      const headers = { 'sec-fetch-site': site };
      for (const path of ['/api/picture', '/api/updates', '/api/stock?sku=mug']) {
        expect((await ask(handler, path, { headers })).status).toBe(403);
      }
      // A link on another page may lead to this one.
      expect((await ask(handler, '/', { headers })).status).not.toBe(403);
      expect(isWatched(shop)).toBe(false);
    },
  );

  it('answers one who enters the address, or asks with a tool', async () => {
    const { handler } = await handled();
    const headers = { 'sec-fetch-site': 'none' };
    expect((await ask(handler, '/api/picture', { headers })).status).toBe(200);
  });
});

describe('with a token, a handler', () => {
  const PATHS = ['/api/picture', '/api/updates', '/api/stock?sku=mug', '/nothing'];

  it.each([
    [{}],
    [{ authorization: '' }],
    [{ authorization: TOKEN }],
    [{ authorization: 'Bearer' }],
    [{ authorization: 'Bearer ' }],
    [{ authorization: `Basic ${TOKEN}` }],
    [{ authorization: `Bearer ${TOKEN}x` }],
    [{ authorization: `Bearer ${TOKEN.slice(1)}` }],
    [{ authorization: `Bearer ${TOKEN.toUpperCase()}` }],
    [{ authorization: `Bearer ${TOKEN} ${TOKEN}` }],
    [{ authorization: `Bearer ${TOKEN}, Bearer x` }],
    [{ authorization: `Bearer ${'x'.repeat(1000)}` }],
    [{ cookie: `token=${TOKEN}` }],
  ])('answers no data to one who has %o', async (headers) => {
    const { shop, handler } = await handled({ token: TOKEN });
    for (const path of [...PATHS, `/api/picture?token=${TOKEN}`]) {
      const response = await ask(handler, path, { headers: headers as Record<string, string> });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      const text = await response.text();
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain('mug');
    }
    expect(isWatched(shop)).toBe(false);
  });

  it.each(['Bearer', 'bearer', 'BEARER '])('answers data after the word %j', async (scheme) => {
    const { handler } = await handled({ token: TOKEN });
    const headers = { authorization: `${scheme} ${TOKEN}` };
    expect((await ask(handler, '/api/picture', { headers })).status).toBe(200);
  });

  it('answers under any name, and gives the page, which has no data, to everybody', async () => {
    const { handler } = await handled({ token: TOKEN });
    const origin = 'https://shop.example';
    const headers = { authorization: `Bearer ${TOKEN}`, origin };
    expect((await ask(handler, '/api/picture', { origin, headers })).status).toBe(200);
    // Where the page has not been built, that is what is said.
    expect([200, 500]).toContain((await ask(handler, '/', { origin })).status);
  });
});
