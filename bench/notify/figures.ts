import type { BacklogFigures } from './backlog/backlogFigures.ts';
import type { HangingFigures } from './load/hangingFigures.ts';
import type { HealthyFigures } from './load/healthyFigures.ts';

/** The member `figures` of `notify.json`: by store, and empty where a part was left out. */
export interface NotifyFigures {
  readonly backlog: readonly BacklogFigures[];
  readonly hanging: readonly HangingFigures[];
  readonly healthy: readonly HealthyFigures[];
}
