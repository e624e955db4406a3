import type { Fact } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import { BRIEF_FACT_RETENTION_MS } from '../base/limits.ts';
import { quote } from '../base/quote.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';

/**
 * Times by the type of the fact, in milliseconds or `Infinity`. `'*'` stands for the types that are not named, custom
 * ones included.
 */
export type TimesByFact = {
  readonly [Type in Fact['type'] | '*']?: number | undefined;
} & {
  /** The facts of a custom type. */
  readonly [type: string]: number | undefined;
};

/** How long facts are kept at least, in milliseconds or `Infinity`: one time for all types, or one for each. */
export type FactRetention = number | TimesByFact;

/** Facts that a visitor can cause again and again, at no cost. They are kept briefly unless they are named. */
const VISITORS_TYPES: readonly Fact['type'][] = [
  'checkout.refused',
  'cart.lineAdded',
  'cart.lineRemoved',
];

/** The name of the member for all types that are not named. */
const OTHERS = '*';

/** How long the facts of a shop are kept at least, once all readers have finished them. */
export class Retention {
  /** The longest time for which facts of any type are kept, in milliseconds; may be infinite. */
  readonly longestMs: number;
  readonly #othersMs: number;
  readonly #byType: ReadonlyMap<string, number>;

  /** @param byType the types that are kept for another time than the others. */
  constructor(othersMs: number, byType: ReadonlyMap<string, number> = new Map()) {
    this.#othersMs = othersMs;
    this.#byType = byType;
    this.longestMs = Math.max(othersMs, ...byType.values());
  }

  /** For how long the facts of one turn are kept: as long as that one of them which is kept longest. */
  ofTurn(facts: readonly RecordedFact[]): number {
    if (this.#byType.size === 0) return this.#othersMs;
    let longestMs = 0;
    for (let index = 0; index < facts.length; index++) {
      const ms = this.#byType.get((facts[index] as RecordedFact).type) ?? this.#othersMs;
      if (ms > longestMs) longestMs = ms;
    }
    return longestMs;
  }
}

/**
 * Checks the option `factRetentionMs` and adds the defaults.
 *
 * @param isDurable true for a shop with a store, whose facts are kept unless the option says otherwise.
 * @throws TypeError or RangeError that names the member.
 */
export function resolveRetention(given: FactRetention | undefined, isDurable: boolean): Retention {
  if (given !== undefined && !isPlainObject(given)) {
    return new Retention(duration('factRetentionMs', given, ', or an object of these by type'));
  }
  const named = new Map<string, number>();
  for (const [type, ms] of Object.entries(given ?? {})) {
    if (type !== OTHERS) check.id('a type in factRetentionMs', type);
    if (ms !== undefined) named.set(type, duration(`factRetentionMs[${quote(type)}]`, ms));
  }
  const othersMs = named.get(OTHERS) ?? (isDurable ? Number.POSITIVE_INFINITY : 0);
  named.delete(OTHERS);
  for (const type of VISITORS_TYPES) {
    if (!named.has(type)) named.set(type, Math.min(BRIEF_FACT_RETENTION_MS, othersMs));
  }
  for (const [type, ms] of named) if (ms === othersMs) named.delete(type);
  return new Retention(othersMs, named);
}

function duration(name: string, given: unknown, orElse = ''): number {
  if (given === Number.POSITIVE_INFINITY) return given;
  const expected = `a non-negative safe integer, or Infinity${orElse}`;
  return check.count(name, given, expected);
}
