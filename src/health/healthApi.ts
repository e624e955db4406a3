import type { HealthReason } from '../../machines/index.ts';
import type { Admission } from '../admission/admission.ts';
import type { CommandClass } from '../admission/commandClass.ts';
import type { HealthPart, Judgement } from './healthPart.ts';

/** How a shop is. Figures are those of the last ten seconds. */
export interface ShopHealth {
  /**
   * `healthy`; `degraded` when checkouts are slow or commands fail; `shedding` while commands are refused for
   * overload, and some seconds longer; `stopped` when the shop was closed or a fault has stopped it.
   */
  readonly state: Judgement['state'];
  /** Since when it has been in this state, epoch milliseconds. */
  readonly since: number;
  /** `latency`, `errors` and `overload`: why it is not healthy. Empty when it is, and when it has stopped. */
  readonly reasons: readonly HealthReason[];
  /** True when more than 1 % of the commands fail, and when a fault has stopped the shop. */
  readonly alert: boolean;
  /** The checkouts that were answered. Times go from the call to the durable answer. */
  readonly checkouts: {
    /** Milliseconds, within about 3 %; 0 without checkouts. */
    readonly p50Ms: number;
    /** Milliseconds, within about 3 %; 0 without checkouts. */
    readonly p99Ms: number;
    /** Answers per second. */
    readonly perSecond: number;
  };
  /**
   * The share of the commands that failed, 0 to 1: they rejected, and not for a wrong argument. Refusals are no
   * failures.
   */
  readonly errorRate: number;
  /** The classes of commands that are refused for overload now: none, `browse`, or `browse` and `buy`. */
  readonly refusedClasses: readonly CommandClass[];
  /** The wait that a new checkout has to expect now, in milliseconds. */
  readonly waitMs: number;
}

/** The health of a shop: members of the shop itself. */
export interface HealthApi {
  /** How the shop is. Takes microseconds; works on a shop that has stopped, too. */
  health(): ShopHealth;
}

export function createHealthApi({
  health,
  admission,
}: {
  readonly health: HealthPart;
  readonly admission: Admission;
}): HealthApi {
  return {
    health() {
      const judgement = health.judge();
      const checkouts = health.window.latencies('buy').percentiles();
      return {
        ...judgement,
        checkouts: {
          p50Ms: checkouts.p50,
          p99Ms: checkouts.p99,
          perSecond: health.window.perSecond('buy', health.now()),
        },
        errorRate: health.errorRate,
        refusedClasses: [...admission.refusedClasses],
        waitMs: admission.expectedWaitMs('buy'),
      };
    },
  };
}
