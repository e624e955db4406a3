import { describe, expect, test } from 'vitest';
import { resolveRetention } from '../../../src/facts/retention.ts';
import { ArgumentError, createShop, type FactRetention } from '../../../src/index.ts';

const HOUR = 3_600_000;
const fact = (type: string) => ({ type, seq: 1, at: 0 });
/** For how long facts of these types are kept when they belong to one turn. */
const kept = (given: FactRetention | undefined, types: string[], isDurable = true) =>
  resolveRetention(given, isDurable).ofTurn(types.map(fact));

const VISITORS = ['checkout.refused', 'cart.lineAdded', 'cart.lineRemoved'];

describe('facts are kept', () => {
  test.each(VISITORS)('for an hour if they are %s, and for ever if not, with a store', (type) => {
    expect(kept(undefined, [type])).toBe(HOUR);
    expect(kept({}, [type])).toBe(HOUR);
    expect(kept(undefined, ['order.placed'])).toBe(Number.POSITIVE_INFINITY);
    expect(kept(undefined, ['own.fact'])).toBe(Number.POSITIVE_INFINITY);
  });

  test('not at all without a store', () => {
    for (const type of [...VISITORS, 'order.placed', 'own.fact']) {
      expect(kept(undefined, [type], false)).toBe(0);
      expect(kept({}, [type], false)).toBe(0);
    }
  });

  test('for the same time whatever their types if that is a number', () => {
    for (const ms of [0, 5, 2 * HOUR, Number.POSITIVE_INFINITY]) {
      for (const type of [...VISITORS, 'order.placed', 'own.fact'])
        expect(kept(ms, [type])).toBe(ms);
    }
  });

  test('as their type is named, and as * if it is not', () => {
    const given = { '*': 7, 'own.fact': 3, 'order.placed': Number.POSITIVE_INFINITY };
    expect(kept(given, ['own.fact'])).toBe(3);
    expect(kept(given, ['order.placed'])).toBe(Number.POSITIVE_INFINITY);
    expect(kept(given, ['another.fact'])).toBe(7);
    expect(kept({ ...given, 'own.fact': undefined }, ['own.fact'])).toBe(7);
  });

  test('for an hour at most if a visitor can cause them and they are not named', () => {
    for (const type of VISITORS) {
      expect(kept({ '*': 7 }, [type])).toBe(7);
      expect(kept({ '*': 2 * HOUR }, [type])).toBe(HOUR);
      expect(kept({ [type]: 2 * HOUR }, [type])).toBe(2 * HOUR);
      expect(kept({ [type]: Number.POSITIVE_INFINITY }, [type])).toBe(Number.POSITIVE_INFINITY);
    }
  });

  test('as long as that one of their turn which is kept longest', () => {
    const given = { '*': 7, 'own.fact': 3, other: 12 };
    expect(kept(given, ['own.fact', 'third', 'own.fact'])).toBe(7);
    expect(kept(given, ['other', 'third', 'own.fact'])).toBe(12);
    expect(kept(given, ['own.fact', 'own.fact'])).toBe(3);
  });
});

describe('misuse of factRetentionMs', () => {
  test.each([
    [[], 'factRetentionMs', TypeError],
    [() => 1, 'factRetentionMs', TypeError],
    [new Map([['*', 1]]), 'factRetentionMs', TypeError],
    [{ '*': -1 }, "factRetentionMs['*']", RangeError],
    [{ 'cart.lineAdded': 0.5 }, "factRetentionMs['cart.lineAdded']", RangeError],
    [{ own: Number.NaN }, "factRetentionMs['own']", RangeError],
    [{ own: Number.NEGATIVE_INFINITY }, "factRetentionMs['own']", RangeError],
    [{ own: '1h' }, "factRetentionMs['own']", TypeError],
    [{ own: null }, "factRetentionMs['own']", TypeError],
    [{ '': 1 }, 'a type in factRetentionMs', RangeError],
    [{ ['x'.repeat(257)]: 1 }, 'a type in factRetentionMs', RangeError],
  ])('%o is refused with the member that is wrong', async (given, argument, kind) => {
    const opening = createShop({ factRetentionMs: given as FactRetention });
    const error = await opening.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(kind);
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as ArgumentError).argument).toBe(argument);
    expect((error as ArgumentError).message).toMatch(/^[^:]*: expected .*, got /);
  });
});
