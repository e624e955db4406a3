import type { Change, FactRetention, ShopOptions } from '../../src/index.ts';
import { randomSource } from '../../src/testing/simulation/randomSource.ts';
import { ShopRun } from '../../src/testing/simulation/shopRun.ts';
import { drawCommand, firstCommands } from './drawCommand.ts';
import { StandardRules } from './standardRules.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Those of which one is drawn for all openings of a shop. */
const RETENTIONS: readonly (FactRetention | undefined)[] = [
  undefined,
  HOUR,
  Number.POSITIVE_INFINITY,
  { 'cart.lineAdded': 10 * MINUTE, 'order.placed': HOUR },
  { '*': 3 * HOUR, 'cart.lineAdded': 0, 'cart.lineRemoved': 30 * HOUR, 'stock.restocked': MINUTE },
];

/**
 * A random run of a shop with the standard charts, drawn from a seed, in which all that timers and retries do is
 * predicted by a model. {@link run} throws if the shop is ever in a wrong state.
 */
export class Simulation {
  readonly #run: ShopRun;

  /** @param options options of the shop that make no difference to it. */
  constructor(seed: number, options: Pick<ShopOptions, 'inspect'> = {}) {
    const random = randomSource(seed, 2);
    const factRetentionMs = random.pick(RETENTIONS);
    const reserveInCartMs = random.pick([0, 20 * MINUTE]);
    const first = firstCommands(random);
    const rules = new StandardRules({
      knowsLocations: reserveInCartMs === 0,
      firstCommands: first,
    });
    this.#run = new ShopRun({
      seed,
      steps: 10 + random.integer(31),
      options: {
        ...options,
        ...(factRetentionMs !== undefined && { factRetentionMs }),
        cartExpiryMs: 2 * HOUR,
        perUserWindowMs: 5 * HOUR,
        reserveInCartMs,
        maxReservedPerUser: 3,
      },
      draw: drawCommand,
      finalStates: new Set(['delivered', 'cancelled']),
      rules,
    });
  }

  /** Everything that was done, and the outcome of it. */
  get trace(): readonly string[] {
    return this.#run.trace;
  }

  /** All that was written, batch by batch, also what a crash has undone. */
  get batches(): readonly (readonly Change[])[] {
    return this.#run.batches;
  }

  run(): Promise<void> {
    return this.#run.run();
  }

  /** A hash of everything that was done, answered, emitted, read and written. */
  digest(): string {
    return this.#run.digest();
  }
}
