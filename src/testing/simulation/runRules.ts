import type { ShopFact } from '../../facts/factBus.ts';
import type { SessionRules } from './sessionRules.ts';
import type { ShopSession } from './shopSession.ts';
import type { ShopState } from './shopState.ts';

/** Time that has passed in a shop, at once. */
export interface PassedTime {
  readonly before: ShopState;
  readonly after: ShopState;
  /** The facts of the timers that fell due, in order. */
  readonly facts: readonly ShopFact[];
  /** The time afterwards, epoch milliseconds. */
  readonly now: number;
  /** True when the shop was closed meanwhile: its timers have run when it was opened again. */
  readonly wasClosed: boolean;
}

/** What a run does, and expects of its shop, beside what holds for any chart. Each member may be left out. */
export interface RunRules extends SessionRules {
  /** The shop has been opened for the first time. */
  started?(session: ShopSession): void | Promise<void>;
  /** The shop has been opened. */
  opened?(session: ShopSession, state: ShopState): void;
  /** Time has passed: in an open shop, or before the shop was opened again. */
  passed?(time: PassedTime): void;
  /** Nothing is under way in the shop. */
  quiescent?(session: ShopSession, state: ShopState): void | Promise<void>;
  /** Everything after this batch is undone. */
  undone?(batch: number): void;
}
