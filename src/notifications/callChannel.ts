import { show } from '../base/show.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Channel, DeliveryResult, EventMessage } from './channel.ts';
import { reasonOf, reasonText } from './reasonText.ts';

/** What has become of one message, in one form. */
export interface Outcome {
  readonly status: 'sent' | 'retry' | 'failed';
  /** One line; empty when it was sent. */
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  /** True when other messages would not get through either. */
  readonly affectsChannel: boolean;
  /** Endpoints of push subscriptions that exist no longer. */
  readonly goneEndpoints: readonly string[];
}

export interface ChannelCall {
  readonly channel: Channel;
  readonly batch: readonly EventMessage[];
  /** How long the answer is waited for, in milliseconds of the clock. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Aborts when the shop is closed. */
  readonly signal: AbortSignal;
}

/** Turns of the event loop in which a channel may still answer after it was told to give up. */
const LAST_TURNS = 3;

/**
 * Calls a channel and waits for its answer, but not for ever. Never rejects: what a channel throws, does not answer
 * in time or answers wrongly is a failure of the channel, and all messages are to be tried again.
 *
 * @returns one outcome for each message, in their order.
 */
export async function callChannel(call: ChannelCall): Promise<readonly Outcome[]> {
  const { channel, batch, timeoutMs } = call;
  const given = new AbortController();
  const end = endOf(call);
  const answered = askChannel(channel, batch, given.signal);
  const first = await Promise.race([answered, end.reason]);
  end.release();
  if (typeof first !== 'string') return first;
  given.abort(new Error(first));
  const late = await Promise.race([answered, turnsOver()]);
  if (late !== undefined) return late;
  const reason = first === NO_ANSWER ? `no answer within ${timeoutMs} ms` : first;
  return batch.map(() => failureOfChannel(reason));
}

/** Longer delays overflow the timers of Node.js, which then fire at once. Nobody waits for a call for weeks. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

const NO_ANSWER = 'no answer in time';
const CLOSING = 'the shop is being closed';

/** Resolves when the answer is not waited for any more, with the reason. */
function endOf({ clock, timeoutMs, signal }: ChannelCall): {
  readonly reason: Promise<string>;
  release(): void;
} {
  let release = () => {};
  const reason = new Promise<string>((resolve) => {
    const onAbort = () => resolve(CLOSING);
    const delayMs = Math.min(timeoutMs, LONGEST_TIMEOUT_MS);
    const timer = tryTo(() => clock.setTimeout(() => resolve(NO_ANSWER), delayMs));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    release = () => {
      signal.removeEventListener('abort', onAbort);
      tryTo(() => clock.clearTimeout(timer));
    };
  });
  return { reason, release: () => release() };
}

/** A clock that throws sets no timer: the answer is waited for until the shop is closed. */
function tryTo(use: () => unknown): unknown {
  try {
    return use();
  } catch {
    return undefined;
  }
}

async function turnsOver(): Promise<undefined> {
  for (let turn = 0; turn < LAST_TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function askChannel(
  channel: Channel,
  batch: readonly EventMessage[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  try {
    // A copy: a channel may take its messages from the list that it gets.
    const answer = await channel.deliver([...batch] as never, { signal });
    return outcomesOf(channel, batch, answer);
  } catch (error) {
    const reason = reasonOf(error);
    return batch.map(() => failureOfChannel(reason));
  }
}

/** @throws what the members of the answer throw when they are read. */
function outcomesOf(
  channel: Channel,
  batch: readonly EventMessage[],
  answer: unknown,
): readonly Outcome[] {
  if (!Array.isArray(answer) || answer.length !== batch.length) {
    const expected = `${batch.length} results, one for each message`;
    const came = Array.isArray(answer) ? `${answer.length} results` : show(answer);
    const reason = reasonText(`${channel.name}.deliver: expected ${expected}; got ${came}`);
    return batch.map(() => failureOfChannel(reason));
  }
  // Not by `map`, which leaves out the holes of a list.
  return Array.from(answer, (result) => outcomeOf(channel, result));
}

function outcomeOf({ name }: Channel, given: DeliveryResult | 'retry' | 'failed'): Outcome {
  const result = Object(typeof given === 'string' ? { status: given } : given) as {
    readonly [Member in
      | 'status'
      | 'reason'
      | 'retryAfterMs'
      | 'affects'
      | 'goneEndpoints']?: unknown;
  };
  const { status, reason, retryAfterMs, affects, goneEndpoints } = result;
  if (status !== 'sent' && status !== 'retry' && status !== 'failed') {
    const expected = "a result with the status 'sent', 'retry' or 'failed'";
    return failureOfChannel(
      reasonText(`${name}.deliver: expected ${expected}; got ${show(given)}`),
    );
  }
  return {
    status,
    reason: status === 'sent' ? '' : reasonText(typeof reason === 'string' ? reason : ''),
    retryAfterMs:
      typeof retryAfterMs === 'number' && retryAfterMs >= 0 && Number.isFinite(retryAfterMs)
        ? retryAfterMs
        : undefined,
    affectsChannel: status === 'retry' && affects === 'channel',
    goneEndpoints: Array.isArray(goneEndpoints) ? goneEndpoints.map(String) : [],
  };
}

function failureOfChannel(reason: string): Outcome {
  return {
    status: 'retry',
    reason,
    retryAfterMs: undefined,
    affectsChannel: true,
    goneEndpoints: [],
  };
}
