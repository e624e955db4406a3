import type { Store } from '../store/store.ts';
import type { Inspector } from './actorSystem.ts';
import type { Clock } from './clock.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** True when the store is opened again later: every record is then written. False when left out. */
  readonly isDurable?: boolean;
  readonly inspect?: Inspector | undefined;
  /**
   * How long due timers are fired before the sockets and timers of the process have their turn, in
   * milliseconds; without end when left out.
   */
  readonly sliceMs?: number;
}
