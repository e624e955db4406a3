import type { ShopOptions } from '../../options.ts';
import type { Shop } from '../../shopTypes.ts';
import type { SimulatedStore } from '../simulatedStore.ts';
import type { Command } from './command.ts';
import type { History } from './history.ts';
import type { RandomSource } from './randomSource.ts';
import type { RunRules } from './runRules.ts';

/** The options of a shop, except for those that are the simulation's. */
export type RunOptions = Omit<ShopOptions, 'store' | 'clock' | 'createId'>;

/** What commands are drawn from. */
export interface Sources {
  readonly random: RandomSource;
  /** Ids of all orders placed, also of those that a crash has undone. */
  readonly orderIds: readonly string[];
  readonly userIds: readonly string[];
  /** SKUs of all products, also of those that a crash has undone. */
  readonly skus: readonly string[];
}

/** What a random run of a shop consists of. */
export interface RunPlan {
  readonly seed: number;
  readonly steps: number;
  readonly options: RunOptions;
  /** Puts users and products into the shop, before anything fails; nothing when left out. */
  readonly setUp?: ((shop: Shop) => unknown) | undefined;
  readonly draw: (sources: Sources) => Command;
  /** The names of the final states of orders. */
  readonly finalStates: ReadonlySet<string>;
  /** Compares what a store has kept with the history until then; not done when left out. */
  readonly expectRecovered?:
    | ((store: SimulatedStore, history: History) => Promise<void>)
    | undefined;
  readonly rules?: RunRules | undefined;
  /** Called with each shop that was opened, to watch it. */
  readonly onOpened?: ((shop: Shop) => void) | undefined;
}

/** What happened in a run. */
export interface RunCounts {
  openings: number;
  crashes: number;
  failures: number;
}
