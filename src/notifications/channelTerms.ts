import * as check from '../base/check.ts';

/** What a channel is used with, each with a default. */
export interface ChannelTerms {
  /** The most messages of one call of `deliver`: 1 to 100; 100 when left out. */
  readonly maxBatch: number;
  /** How long a message waits for others to share a call, in milliseconds: 0 or more; 50 when left out. */
  readonly gatherMs: number;
  /** The most calls of `deliver` at a time: 1 to 100; 4 when left out. */
  readonly maxConcurrent: number;
  /** The most messages per second, as a token bucket that holds one second's worth: 1 or more, or `Infinity`, as when left out. */
  readonly perSecond: number;
  /** How long an answer of `deliver` is waited for, in milliseconds: 1 or more; 30 seconds when left out. */
  readonly timeoutMs: number;
  /** The longest wait after a first failure, in milliseconds: 1 or more; a second when left out. It doubles with each further one. */
  readonly baseBackoffMs: number;
  /** The longest wait after any number of failures, in milliseconds: `baseBackoffMs` or more; 5 minutes when left out. */
  readonly maxBackoffMs: number;
  /** The most attempts for a message that fails while others get through: 1 or more; 25 when left out. */
  readonly maxAttempts: number;
}

/** The longest batch: what mail services take per call. */
const MAX_BATCH = 100;
/** More calls at a time are more than a connection pool has. */
const MAX_CONCURRENT = 100;

const DEFAULTS: ChannelTerms = {
  maxBatch: MAX_BATCH,
  gatherMs: 50,
  maxConcurrent: 4,
  perSecond: Number.POSITIVE_INFINITY,
  timeoutMs: 30_000,
  baseBackoffMs: 1000,
  maxBackoffMs: 5 * 60 * 1000,
  maxAttempts: 25,
};

const NAMES = Object.keys(DEFAULTS) as readonly (keyof ChannelTerms)[];

/**
 * Adds the defaults.
 *
 * @param name what error messages name the terms by.
 * @param given what was given, the more special first.
 * @throws ArgumentError that names the member.
 */
export function resolveTerms(
  name: string,
  ...given: readonly (Partial<ChannelTerms> | undefined)[]
): ChannelTerms {
  const terms: Record<keyof ChannelTerms, number> = { ...DEFAULTS };
  for (const member of NAMES) {
    const value = given.find((one) => one?.[member] !== undefined)?.[member];
    if (value !== undefined) terms[member] = checkTerm(`${name}.${member}`, member, value);
  }
  const hasMax = given.some((one) => one?.maxBackoffMs !== undefined);
  if (!hasMax) terms.maxBackoffMs = Math.max(terms.maxBackoffMs, terms.baseBackoffMs);
  if (terms.baseBackoffMs <= terms.maxBackoffMs) return terms;
  const expected = `at most maxBackoffMs, which is ${terms.maxBackoffMs}`;
  throw check.outOfRange(`${name}.baseBackoffMs`, expected, terms.baseBackoffMs);
}

/** Checks that there are no other members. */
export function checkTermNames(name: string, given: Partial<ChannelTerms>): void {
  check.fields(name, given, NAMES);
}

function checkTerm(name: string, member: keyof ChannelTerms, value: unknown): number {
  if (member === 'maxBatch') return check.wholeNumber(name, value, { min: 1, max: MAX_BATCH });
  if (member === 'maxConcurrent') {
    return check.wholeNumber(name, value, { min: 1, max: MAX_CONCURRENT });
  }
  if (member === 'gatherMs') return check.count(name, value);
  if (member !== 'perSecond') return check.quantity(name, value);
  if (value === Number.POSITIVE_INFINITY) return value;
  return check.quantity(name, value, 'a positive safe integer, or Infinity');
}
