import type { Seeded } from '../../../bench/harness/seeded.ts';
import type { DeliveryResult } from '../../../src/index.ts';
import { pick } from '../drawCommand.ts';
import { HOUR, MINUTE, SECOND } from './deliveryTerms.ts';

/** How a channel works for the time being. */
export type Mood = 'perfect' | 'healthy' | 'flaky' | 'down';

export const MOODS: readonly Mood[] = ['perfect', 'healthy', 'healthy', 'flaky', 'flaky', 'down'];

/** What has become of a message, as far as the shop has heard of it. */
export type Heard = 'sent' | 'retry' | 'failed' | 'channel';

/** When a channel answers a call. */
export type When =
  | { readonly kind: 'at once' | 'when aborted' | 'after the end' | 'never' }
  | { readonly kind: 'after turns'; readonly turns: number }
  | { readonly kind: 'after a time'; readonly ms: number };

/** How a channel answers a call. */
export interface PlannedAnswer {
  readonly when: When;
  /** What it returns; a function throws. */
  readonly what: unknown;
  /** What the shop hears of each message. */
  readonly heard: readonly Heard[];
  readonly text: string;
}

const ANY_WHEN: readonly When[] = [
  { kind: 'at once' },
  { kind: 'at once' },
  { kind: 'after turns', turns: 1 },
  { kind: 'after turns', turns: 5 },
  { kind: 'after a time', ms: 100 },
  { kind: 'after a time', ms: 4 * SECOND },
  { kind: 'after a time', ms: MINUTE },
  { kind: 'when aborted' },
  { kind: 'after the end' },
  { kind: 'never' },
];

/** How many of a hundred calls are answered in a wrong way, fail as a whole, and are answered message by message. */
const SHARES: Readonly<Record<Mood, readonly [wrong: number, channel: number, mixed: number]>> = {
  perfect: [0, 0, 0],
  healthy: [2, 3, 10],
  flaky: [12, 20, 45],
  down: [30, 60, 5],
};

export function drawAnswer(random: Seeded, mood: Mood, size: number): PlannedAnswer {
  const dice = random.integer(100);
  const [wrong, channel, mixed] = SHARES[mood];
  const when = drawWhen(random, mood);
  const all = <T>(value: T) => Array.from({ length: size }, () => value);
  if (dice < wrong) return { when, ...drawWrong(random, size), heard: all('channel') };
  if (dice < wrong + channel) return { when, ...resultsOf(all(0).map(() => failing(random))) };
  if (dice < wrong + channel + mixed) return { when, ...resultsOf(all(0).map(() => any(random))) };
  return { when, ...resultsOf(all(0).map(() => pick(random, SENT))) };
}

function drawWhen(random: Seeded, mood: Mood): When {
  if (mood === 'perfect') return pick(random, ANY_WHEN.slice(0, 4));
  return pick(random, mood === 'healthy' ? ANY_WHEN.slice(0, 6) : ANY_WHEN);
}

const SENT: readonly DeliveryResult[] = ['sent', 'sent', { status: 'sent', goneEndpoints: ['x'] }];

/** A failure of the channel. */
function failing(random: Seeded): DeliveryResult {
  const retryAfterMs = pick(random, [undefined, undefined, 0, 3 * SECOND, 5 * MINUTE]);
  const reason = pick(random, [undefined, 'the server is down']);
  return {
    status: 'retry',
    affects: 'channel',
    ...(reason !== undefined && { reason }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function any(random: Seeded): DeliveryResult {
  const dice = random.integer(10);
  if (dice < 3) return 'sent';
  if (dice < 4) return failing(random);
  if (dice < 6) return { status: 'failed', ...pick(random, [{}, { reason: 'no such mailbox' }]) };
  const retryAfterMs = pick(random, [undefined, undefined, 0, 2 * SECOND, 2 * HOUR]);
  return { status: 'retry', ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

function resultsOf(what: readonly DeliveryResult[]) {
  const heard = what.map((result): Heard => {
    if (typeof result === 'string') return result;
    return result.status === 'retry' && result.affects === 'channel' ? 'channel' : result.status;
  });
  return { what, heard, text: heard.join(' ') };
}

/** An answer that no channel should give. */
function drawWrong(random: Seeded, size: number): Pick<PlannedAnswer, 'what' | 'text'> {
  const trap = Object.defineProperty({}, 'status', { get: throwing, enumerable: true });
  const fill = (value: unknown, length = size) => Array.from({ length }, () => value);
  return pick(random, [
    { text: 'throws', what: throwing },
    { text: 'throws no error', what: throwingText },
    { text: 'too few', what: fill('sent', size - 1) },
    { text: 'too many', what: fill('sent', size + 1) },
    { text: 'nothing', what: undefined },
    { text: 'a text', what: 'sent' },
    { text: 'holes', what: new Array(size) },
    { text: 'nulls', what: fill(null) },
    { text: 'an unknown status', what: fill({ status: 'sending' }) },
    { text: 'a member that throws', what: fill(trap) },
    {
      text: 'an endpoint that is no text',
      what: fill({ status: 'sent', goneEndpoints: [bare()] }),
    },
  ]);
}

function throwing(): never {
  throw new Error('the connection is lost');
}

function throwingText(): never {
  throw 'lost';
}

/** An object that cannot be made a text. */
function bare(): object {
  return Object.create(null) as object;
}
