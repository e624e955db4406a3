import type { Store } from '../store/store.ts';
import type { Inspector } from './actorSystem.ts';
import type { Clock } from './clock.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** True when the store is opened again later: every record is then written. False when left out. */
  readonly isDurable?: boolean;
  readonly inspect?: Inspector | undefined;
}
