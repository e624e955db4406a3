import type { CartExpiring } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import { quote } from '../base/quote.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { NotificationOptions } from './notificationOptions.ts';

/** A day: nobody needs to read later that an order has shipped. */
const DEFAULT_DEADLINE_MS = 24 * 60 * 60 * 1000;

/** The name of the member for all types that are not named. */
const OTHERS = '*';

/** Until when messages are of use. */
export class Deadlines {
  readonly #byType = new Map<string, number>();
  readonly #othersMs: number;

  /** @param types those of all facts that a channel takes. @throws ArgumentError that names the member. */
  constructor(given: NotificationOptions['deadlineMs'] = {}, types: readonly string[]) {
    const name = 'notifications.deadlineMs';
    if (!isPlainObject(given)) {
      this.#othersMs = duration(name, given, ', or an object of these by type');
      return;
    }
    check.fields<Record<string, unknown>>(name, given, [...types, OTHERS]);
    for (const [type, ms] of Object.entries(given)) {
      if (ms !== undefined) this.#byType.set(type, duration(`${name}[${quote(type)}]`, ms));
    }
    this.#othersMs = this.#byType.get(OTHERS) ?? DEFAULT_DEADLINE_MS;
  }

  /**
   * Until when the message of a fact is of use, epoch milliseconds; may be infinite.
   *
   * @param jumpedMs how far the clock has jumped since the fact, in milliseconds.
   */
  of(fact: RecordedFact, jumpedMs: number): number {
    const { type, at } = fact;
    const deadline = at + (this.#byType.get(type) ?? this.#othersMs);
    const { expiresAt = deadline } =
      type === 'cart.expiring' ? (fact as Partial<CartExpiring>) : {};
    return Math.min(deadline, expiresAt) + jumpedMs;
  }
}

function duration(name: string, given: unknown, orElse = ''): number {
  if (given === Number.POSITIVE_INFINITY) return given;
  return check.quantity(name, given, `a positive safe integer, or Infinity${orElse}`);
}
