import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { show } from '../../src/base/show.ts';
import { runs } from './runs.ts';

/** What Node.js shows of a value, in as many characters. */
function inspected(value: unknown): string {
  const text = inspect(value, {
    depth: 0,
    customInspect: false,
    maxArrayLength: 3,
    maxStringLength: 60,
    breakLength: Number.POSITIVE_INFINITY,
  });
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}

const named = fc.constantFrom(
  () => 1,
  function named() {},
  class Named {},
  new (class Point {
    x = 1;
  })(),
  new Date(0),
  Symbol('s'),
  {
    get both() {
      return 1;
    },
    set both(_: number) {},
    get one() {
      return 1;
    },
  },
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom("'", '"', '`', '${', '\\', '\n', '\u0085', '\ud800', 'a') }),
  fc.string({ minLength: 55, maxLength: 70 }),
);
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString', '0', 'a_1'));
const primitive = fc.oneof(
  text,
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, true, -0),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 3, arbitrary: primitive },
    { weight: 1, arbitrary: named },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 6 }) },
    {
      weight: 1,
      arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 6, noNullPrototype: true }),
    },
  ),
}));

test('an error message shows a value as Node.js does', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(show(given)).toBe(inspected(given));
    }),
    { numRuns: runs(2000) },
  );
});

test('an error message shows a value whose code throws', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(show(proxy)).toBe('some object');
  const guarded = {
    get secret(): never {
      throw new Error('called');
    },
    toString(): never {
      throw new Error('called');
    },
  };
  expect(show(guarded)).toBe('{ secret: [Getter], toString: [Function: toString] }');
});
