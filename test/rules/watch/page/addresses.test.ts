import { describe, expect, it } from 'vitest';
import { backOff } from '../../../../src/watch/page/server/backOff.ts';
import { readToken } from '../../../../src/watch/page/server/token.ts';
import { addressFollowing, followedIn } from '../../../../src/watch/page/state/followAddress.ts';

describe('the address with the followed actor', () => {
  it('says which one is followed', () => {
    expect(followedIn('?follow=order:4711')).toBe('order:4711');
    expect(followedIn('?follow=+')).toBeNull();
    expect(followedIn('')).toBeNull();
  });

  it('is made so that it can be read and shared', () => {
    expect(addressFollowing('order:4711', '/watch/', '')).toBe('?follow=order:4711');
    expect(addressFollowing(null, '/', '?follow=a&x=1')).toBe('?x=1');
    expect(addressFollowing(null, '/', '?follow=a')).toBe('/');
  });

  it('is read as it was made, whatever the id is', () => {
    for (const id of ['a&b=c', '<img src=x>', 'ä %3A', '#token=1', 'a+b']) {
      const { search, hash } = new URL(addressFollowing(id, '/', '?x=1'), 'http://localhost/a/');
      expect([followedIn(search), hash]).toEqual([id, '']);
    }
  });
});

describe('the token', () => {
  function places(hash: string, kept: string | null = null) {
    const seen = { kept, address: '/watch/?follow=a#hash' };
    return {
      seen,
      window: {
        location: { hash, pathname: '/watch/', search: '?follow=a' },
        history: {
          state: null,
          replaceState(_state: unknown, _title: string, address: string) {
            seen.address = address;
          },
        },
        sessionStorage: {
          getItem: () => seen.kept,
          setItem(_key: string, value: string) {
            seen.kept = value;
          },
        },
      },
    };
  }

  it('is taken out of the address and kept', () => {
    const { window, seen } = places('#token=s%2Becret');
    expect(readToken(window)).toBe('s+ecret');
    expect(seen).toEqual({ kept: 's+ecret', address: '/watch/?follow=a' });
  });

  it('is the kept one without one in the address', () => {
    expect(readToken(places('', 'old').window)).toBe('old');
    expect(readToken(places('#charts').window)).toBeNull();
  });
});

describe('the time before the next attempt to connect', () => {
  it('doubles up to a limit, half of it random', () => {
    expect([0, 1, 2, 3, 4, 99].map((failures) => backOff(failures, () => 0))).toEqual([
      500, 1000, 2000, 4000, 7500, 7500,
    ]);
    expect(backOff(0, () => 1)).toBe(1000);
    expect(backOff(99, () => 1)).toBe(15_000);
  });
});
