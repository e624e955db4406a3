/** Why a shop is not healthy. */
export type HealthReason = 'latency' | 'errors' | 'overload';

/** What is measured of a shop: over a window, except for the refused classes. */
export interface HealthFigures {
  /** Of the checkouts from the call to the durable answer, in milliseconds; 0 without checkouts. */
  readonly p99Ms: number;
  /** Checkouts that were answered. */
  readonly checkouts: number;
  /** Commands that were answered, checkouts included. */
  readonly commands: number;
  /** Those of them that failed: they rejected, and not for a wrong argument. */
  readonly errors: number;
  /** Classes of commands that are refused for overload now. */
  readonly refusedClasses: readonly string[];
}

/**
 * For each reason, the number of calm samples in a row after which it is over; 0 for one that does not
 * hold.
 */
export type CalmSamplesLeft = Readonly<Record<HealthReason, number>>;

/** The states of a shop that is not stopped, the best first. */
export type HealthLevel = 'healthy' | 'degraded' | 'shedding';

/** Above it, the latency is a reason: buyers wait noticeably. Milliseconds. */
const MAX_CHECKOUT_P99_MS = 500;

/** Above it, errors are a reason and an alert: one command of a hundred fails. */
const MAX_ERROR_RATE = 0.01;

/** The p99 of fewer checkouts is that of a single slow one. */
const MIN_CHECKOUTS = 10;

/** A single error is no rate: a shop that is hardly used would be degraded by it. */
const MIN_ERRORS = 2;

/** A sample is calm up to this share of a bound: between the two, a reason neither begins nor ends. */
const CALM_SHARE = 0.8;

/** Calm samples in a row that end a reason: some five seconds. It bounds how often a shop changes its health. */
const CALM_SAMPLES = 5;

export const NO_REASONS: CalmSamplesLeft = { latency: 0, errors: 0, overload: 0 };

/** The share of the commands that failed, 0 to 1; 0 without commands. */
export function errorRateOf({ commands, errors }: HealthFigures): number {
  return commands === 0 ? 0 : errors / commands;
}

/** What holds after a sample: a reason begins with the first bad sample, and ends after several calm ones. */
export function afterSample(left: CalmSamplesLeft, figures: HealthFigures): CalmSamplesLeft {
  const { checkouts, p99Ms, errors, refusedClasses } = figures;
  const latency = checkouts < MIN_CHECKOUTS ? 0 : p99Ms / MAX_CHECKOUT_P99_MS;
  const errorRate = errors < MIN_ERRORS ? 0 : errorRateOf(figures) / MAX_ERROR_RATE;
  const overload = refusedClasses.length > 0 ? Number.POSITIVE_INFINITY : 0;
  return {
    latency: leftAfter(left.latency, latency),
    errors: leftAfter(left.errors, errorRate),
    overload: leftAfter(left.overload, overload),
  };
}

/** @param load what was measured, as a share of its bound. */
function leftAfter(left: number, load: number): number {
  if (load > 1) return CALM_SAMPLES;
  if (left === 0) return 0;
  return load > CALM_SHARE ? CALM_SAMPLES : left - 1;
}

/** The reasons that hold, in a fixed order. */
export function reasonsOf(left: CalmSamplesLeft): HealthReason[] {
  return REASONS.filter((reason) => left[reason] > 0);
}

const REASONS = ['latency', 'errors', 'overload'] as const;

/** The state that the reasons lead to: refusing commands outweighs the other two. */
export function levelOf({ latency, errors, overload }: CalmSamplesLeft): HealthLevel {
  if (overload > 0) return 'shedding';
  return latency > 0 || errors > 0 ? 'degraded' : 'healthy';
}

/** True when other reasons hold. */
export function haveOtherReasons(before: CalmSamplesLeft, after: CalmSamplesLeft): boolean {
  return REASONS.some((reason) => before[reason] > 0 !== after[reason] > 0);
}

/** True when a sample changes nothing: nothing is wrong, and nothing was. It need not be sent then. */
export function isUneventful(left: CalmSamplesLeft, figures: HealthFigures): boolean {
  return reasonsOf(left).length === 0 && reasonsOf(afterSample(left, figures)).length === 0;
}
