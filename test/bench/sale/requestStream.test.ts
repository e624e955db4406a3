import { describe, expect, test } from 'vitest';
import { HOT_PRODUCTS } from '../../../bench/sale/limits.ts';
import type { SaleSettings } from '../../../bench/sale/readArguments.ts';
import { readMix } from '../../../bench/sale/readMix.ts';
import { RequestStream } from '../../../bench/sale/requestStream.ts';
import { settingsOf } from './settings.ts';

const HOT_TIME = { from: 3000, until: 6000 };

interface Request {
  readonly dueAt: number;
  readonly kind: string;
  readonly user: number;
  readonly product: number;
  readonly quantity: number;
  readonly outcome: string;
}

function requestAt({ dueAt, kind, user, product, quantity, outcome }: RequestStream): Request {
  return { dueAt, kind, user, product, quantity, outcome };
}

/** The opening of a sale, and the requests of its first seconds. */
function requestsOf(settings: Partial<SaleSettings> = {}, seconds = 9) {
  const stream = new RequestStream(settingsOf(settings), HOT_TIME);
  const opening: Request[] = [];
  for (const _ of stream.opening()) opening.push(requestAt(stream));
  const requests: Request[] = [];
  for (stream.next(); stream.dueAt < seconds * 1000; stream.next()) {
    requests.push(requestAt(stream));
  }
  return { opening, requests };
}

function shareOf(requests: readonly Request[], isIt: (request: Request) => boolean): number {
  return requests.filter(isIt).length / requests.length;
}

/** Whether a share of so many is what it should be, to five standard deviations. */
function expectShare(share: number, expected: number, count: number): void {
  expect(Math.abs(share - expected)).toBeLessThan(
    5 * Math.sqrt((expected * (1 - expected)) / count),
  );
}

describe('the requests of a sale', () => {
  test('are the same for the same settings', () => {
    expect(requestsOf({ seed: 5 })).toEqual(requestsOf({ seed: 5 }));
  });

  test.each([
    ['seed', { seed: 6 }],
    ['rate', { tps: 51, seed: 5 }],
    ['mix', { mix: readMix('browse=0.5,add=0.3,checkout=0.2'), seed: 5 }],
    ['hot share', { hot: 0.3, seed: 5 }],
  ])('are others with another %s', (_what, settings) => {
    expect(requestsOf(settings)).not.toEqual(requestsOf({ seed: 5 }));
  });

  test('come in order, at the rate that is asked for', () => {
    const { requests } = requestsOf({ tps: 400 });
    const times = requests.map(({ dueAt }) => dueAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const expected = (400 / 0.2) * 9;
    expect(Math.abs(requests.length - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  test.each([
    ['browse=0.4,add=0.4,checkout=0.2', 2000],
    ['browse=0.4,add=0.4,checkout=0.2', 4],
    ['add=0.5,checkout=0.5', 2000],
    ['add=0.5,checkout=0.5', 4],
    ['browse=10,add=65,checkout=25', 100],
  ])('are mixed as %s says, also with %i users', (text, users) => {
    const mix = readMix(text);
    const { requests } = requestsOf({ mix, users, tps: 400 });
    for (const [kind, share] of Object.entries(mix)) {
      // A checkout that nobody was ready for comes later, at the latest when the run is over.
      const held = shareOf(requests, (request) => request.kind === kind);
      expect(Math.abs(held - share)).toBeLessThan(0.02);
    }
  });

  test.each([
    ['many users', { users: 5000 }],
    ['few users', { users: 20 }],
    ['one user', { users: 1 }],
    ['as many adds as checkouts', { mix: readMix('add=0.5,checkout=0.5') }],
    ['carts of 2.5 lines', { mix: readMix('add=0.5,browse=0.3,checkout=0.2') }],
  ])('with %s: who buys has put something into the cart since the last time', (_case, settings) => {
    const { opening, requests } = requestsOf(settings);
    const lines = new Map<number, number>();
    let checkouts = 0;
    for (const { kind, user } of [...opening, ...requests]) {
      if (kind === 'add') lines.set(user, (lines.get(user) ?? 0) + 1);
      if (kind !== 'checkout') continue;
      expect(lines.get(user) ?? 0).toBeGreaterThan(0);
      lines.delete(user);
      checkouts++;
    }
    expect(checkouts).toBeGreaterThan(50);
  });

  test('buy two lines a time with the default mix', () => {
    const { opening, requests } = requestsOf();
    const lines = new Map<number, number>();
    for (const { kind, user } of [...opening, ...requests]) {
      if (kind === 'add') lines.set(user, (lines.get(user) ?? 0) + 1);
      if (kind !== 'checkout') continue;
      expect(lines.get(user)).toBe(2);
      lines.delete(user);
    }
  });

  test('let all users have their turn', () => {
    const { requests } = requestsOf({ users: 100 });
    expect(new Set(requests.map(({ user }) => user)).size).toBe(100);
    expect(Math.max(...requests.map(({ user }) => user))).toBe(99);
  });

  test('want few products much more than others', () => {
    const { requests } = requestsOf({ hot: 0, tps: 400 });
    const counts = new Map<number, number>();
    for (const { kind, product } of requests) {
      if (kind !== 'checkout') counts.set(product, (counts.get(product) ?? 0) + 1);
    }
    const [most = 0, second = 0] = [...counts.values()].sort((a, b) => b - a);
    const asked = requests.filter(({ kind }) => kind !== 'checkout').length;
    // The harmonic number of 200 products.
    const harmonic = Array.from({ length: 200 }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b);
    expectShare(most / asked, 1 / harmonic, asked);
    expectShare(second / asked, 0.5 / harmonic, asked);
  });

  test('decide what becomes of the orders', () => {
    const { requests } = requestsOf({ tps: 400, users: 5000 });
    const checkouts = requests.filter(({ kind }) => kind === 'checkout');
    for (const [outcome, share] of [
      ['deliver', 0.85],
      ['cancel-unpaid', 0.05],
      ['cancel-paid', 0.05],
      ['leave-unpaid', 0.05],
    ] as const) {
      const held = shareOf(checkouts, (request) => request.outcome === outcome);
      expectShare(held, share, checkouts.length);
    }
  });
});

describe('the flash sale', () => {
  const isHot = ({ product }: Request) => product >= 200 - HOT_PRODUCTS;
  const adds = requestsOf({ tps: 400, hot: 0.3 }).requests.filter(({ kind }) => kind === 'add');
  const within = adds.filter(({ dueAt }) => dueAt >= HOT_TIME.from && dueAt < HOT_TIME.until);

  test('takes its share of the adds in its time, one unit each', () => {
    expectShare(shareOf(within, isHot), 0.3, within.length);
    expect(within.filter(isHot).every(({ quantity }) => quantity === 1)).toBe(true);
    expect(new Set(within.filter(isHot).map(({ product }) => product)).size).toBe(HOT_PRODUCTS);
  });

  test('is not before and not after', () => {
    expect(adds.filter((request) => !within.includes(request)).filter(isHot)).toEqual([]);
    expect(adds.length).toBeGreaterThan(within.length * 2);
  });

  test('does not take place without a share', () => {
    const { requests } = requestsOf({ hot: 0, tps: 400 });
    const [before, during] = [0, 3000].map((from) =>
      requests.filter((request) => request.dueAt >= from && request.dueAt < from + 3000),
    );
    const hotOf = (some: readonly Request[] = []) =>
      shareOf(some, (request) => request.kind === 'add' && isHot(request));
    expect(hotOf(during)).toBeLessThan(hotOf(before) + 0.02);
  });
});
