import type { Command } from '../../src/testing/simulation/command.ts';
import { keyedCheckout } from '../../src/testing/simulation/draws.ts';
import { expectSame } from '../../src/testing/simulation/expectSame.ts';
import type { PassedTime, RunRules } from '../../src/testing/simulation/runRules.ts';
import type { ShopSession } from '../../src/testing/simulation/shopSession.ts';
import type { ShopState } from '../../src/testing/simulation/shopState.ts';
import { afterTimers, dueTimers, timeoutFacts, timeoutIds } from './dueTimers.ts';
import { expectStandard } from './expectations.ts';
import { KeyedCheckouts } from './keyedCheckouts.ts';

const DAY = 24 * 60 * 60_000;

export interface StandardRulesOptions {
  /** False when carts reserve units: from which locations cannot be read. */
  readonly knowsLocations: boolean;
  /** Sent when the shop has been opened for the first time. */
  readonly firstCommands: readonly Command[];
}

/** What is expected of a shop with the standard charts: all that its timers and its idempotency do. */
export class StandardRules extends KeyedCheckouts implements RunRules {
  readonly #options: StandardRulesOptions;

  constructor(options: StandardRulesOptions) {
    super();
    this.#options = options;
  }

  started(session: ShopSession): void {
    for (const command of this.#options.firstCommands) session.call(command);
  }

  opened(session: ShopSession, state: ShopState): void {
    const { history, now } = session;
    this.beginSession();
    const committed = history.checkpoints.length - 1;
    expectSame(session.durable, committed, 'durable batches of a shop that has just opened');
    expectStandard(session.shop, state, history);
    // Every checkout whose key is remembered gets the first answer again, and buys nothing.
    for (const [key, { at }] of this.purchases) {
      const [userId, idempotencyKey] = key.split(' ') as [string, string];
      if (now - at < DAY) session.call(keyedCheckout(userId, idempotencyKey));
    }
  }

  passed({ before, after, facts, now, wasClosed }: PassedTime): void {
    const expected = afterTimers(this.#readable(before), now);
    expectSame(this.#readable(after), expected, 'the shop after its timers');
    const due = dueTimers(before, now);
    const fired = timeoutFacts(facts);
    if (wasClosed) {
      const dueAt = new Map(due.map((it) => [it.id, it.dueAt]));
      expectSame(
        timeoutIds(fired).map((id) => dueAt.get(id)),
        due.map((it) => it.dueAt),
        'the timers that fell due while the shop was closed',
      );
      return;
    }
    const ids = new Set(due.map(({ id }) => id));
    expectSame(new Set(timeoutIds(fired)), ids, 'the timers that fired');
    const times = due.map(({ dueAt }) => dueAt);
    expectSame(
      fired.map(({ at }) => at),
      times,
      'the times at which they fired',
    );
  }

  #readable(state: ShopState): ShopState {
    return this.#options.knowsLocations ? state : withoutLocations(state);
  }
}

function withoutLocations(state: ShopState): ShopState {
  const stock = Object.entries(state.stock).map(([sku, of]) => {
    return [sku, of && { ...of, locations: {} }] as const;
  });
  return { ...state, stock: Object.fromEntries(stock) };
}
