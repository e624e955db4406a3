import { assign, emit, enqueueActions, setup } from 'xstate';
import { backoffMs } from './rules/backoff.ts';
import { FAILURES_TO_OPEN } from './rules/deliveryRules.ts';
import type { ChannelFailed, ChannelRecovered } from './rules/facts.ts';

/** The `systemId` of the deliveries of a channel. @param channel the name of a channel. */
export function deliveryId(channel: string): string {
  return `delivery.${channel}`;
}

/** What the deliveries of a channel start with. The shop makes it. */
export interface DeliveryInput {
  /** The name of the channel. */
  readonly channel: string;
  /** True when the channel was paused the last time. */
  readonly isPaused: boolean;
  /** How long messages gather for a batch, in milliseconds. */
  readonly gatherMs: number;
  /** The longest wait after the first failed batch, in milliseconds. */
  readonly baseMs: number;
  /** The longest wait after any number of failed batches, in milliseconds. */
  readonly maxMs: number;
}

/** What the deliveries of a channel know. */
export interface DeliveryContext extends DeliveryInput {
  /** Failed batches since the last one that was delivered. */
  readonly failures: number;
  /** How long the present state waits, in milliseconds. */
  readonly waitMs: number;
}

/** Messages wait, and none did before. */
export interface DeliveryWanted {
  readonly type: 'delivery.wanted';
}
/** Enough messages wait to fill a batch. */
export interface DeliveryFilled {
  readonly type: 'delivery.filled';
}
/** No message waits any more. Batches may still be on their way. */
export interface DeliveryEmptied {
  readonly type: 'delivery.emptied';
}
/** The rate of the channel allows no message now. */
export interface DeliveryLimited {
  readonly type: 'delivery.limited';
  /** How long until it allows one, in milliseconds. */
  readonly waitMs: number;
}
/** The channel has taken a batch: it works, whatever has become of single messages. */
export interface DeliverySucceeded {
  readonly type: 'delivery.succeeded';
}
/** The channel has not taken a batch, or only a part of it. */
export interface DeliveryFailed {
  readonly type: 'delivery.failed';
  /** Why it has not: in the words of the channel. */
  readonly reason: string;
  /** What the receiver asks for at least, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** 0 to 1: which part of the longest wait. */
  readonly random: number;
}
/** An operator stops the channel. */
export interface PauseDelivery {
  readonly type: 'delivery.pause';
}
/** An operator lets the channel go on: one that was paused, or that would wait after failures. */
export interface ResumeDelivery {
  readonly type: 'delivery.resume';
}
/** Every event that the chart of deliveries takes. */
export type DeliveryEvent =
  | DeliveryWanted
  | DeliveryFilled
  | DeliveryEmptied
  | DeliveryLimited
  | DeliverySucceeded
  | DeliveryFailed
  | PauseDelivery
  | ResumeDelivery;

const deliverySetup = setup({
  types: {
    input: {} as DeliveryInput,
    context: {} as DeliveryContext,
    events: {} as DeliveryEvent,
    emitted: {} as ChannelFailed | ChannelRecovered,
  },
  delays: {
    gathering: ({ context }) => context.gatherMs,
    wait: ({ context }) => context.waitMs,
  },
  guards: {
    isPaused: ({ context }) => context.isPaused,
    isOneTooMany: ({ context }) => context.failures + 1 >= FAILURES_TO_OPEN,
  },
  actions: {
    noteSuccess: assign({ failures: 0 }),
    noteFailure: enqueueActions(({ context, event, enqueue }) => {
      const { random, retryAfterMs } = event as DeliveryFailed;
      const failures = context.failures + 1;
      enqueue.assign({ failures, waitMs: backoffMs(context, failures, random, retryAfterMs) });
    }),
    countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
    noteWait: assign({ waitMs: ({ event }) => (event as DeliveryLimited).waitMs }),
    notePause: assign({ isPaused: true }),
    noteResumed: assign({ isPaused: false, failures: 0 }),
    tellFailed: emit(({ context: { channel }, event }): ChannelFailed => {
      return { type: 'channel.failed', channel, reason: (event as DeliveryFailed).reason };
    }),
    tellRecovered: emit(({ context: { channel } }): ChannelRecovered => {
      return { type: 'channel.recovered', channel };
    }),
  },
});

const pause = { target: 'paused', actions: 'notePause' } as const;

/** What a failed batch does while other batches may go out. */
const failed = [
  {
    description: 'Too many in a row: only single messages are tried from now on.',
    guard: 'isOneTooMany',
    target: 'open',
    actions: ['noteFailure', 'tellFailed'],
  },
  { target: 'backingOff', actions: 'noteFailure' },
] as const;

/**
 * The deliveries over one channel: when a batch may go out. What waits and what is on its way is no state of the chart:
 * the queue beside it tells it by events.
 *
 * A failing channel is left alone for a time that grows with its failures. After several it is a circuit that is
 * open (M. Nygard, "Release It!", 2007): one message at a time probes it, and the first success closes it.
 *
 * It starts with a {@link DeliveryInput}, knows a {@link DeliveryContext} and takes a {@link DeliveryEvent}.
 */
export const deliveryMachine = deliverySetup.createMachine({
  id: 'delivery',
  description: 'The deliveries over one channel of notifications.',
  context: ({ input }) => ({ ...input, failures: 0, waitMs: 0 }),
  initial: 'starting',
  states: {
    starting: {
      description: 'Goes on as the channel was left.',
      always: [{ guard: 'isPaused', target: 'paused' }, { target: 'idle' }],
    },
    idle: {
      description: 'No message waits. Batches may be on their way.',
      on: {
        'delivery.wanted': 'gathering',
        'delivery.succeeded': { actions: 'noteSuccess' },
        'delivery.failed': failed,
        'delivery.pause': pause,
      },
    },
    gathering: {
      description: 'A few messages wait for others, to go out as one batch.',
      on: {
        'delivery.filled': 'sending',
        'delivery.emptied': 'idle',
        'delivery.succeeded': { actions: 'noteSuccess' },
        'delivery.failed': failed,
        'delivery.pause': pause,
      },
      after: { gathering: 'sending' },
    },
    sending: {
      description: 'Batches go out, a limited number at a time.',
      on: {
        'delivery.emptied': 'idle',
        'delivery.limited': { target: 'throttled', actions: 'noteWait' },
        'delivery.succeeded': { actions: 'noteSuccess' },
        'delivery.failed': failed,
        'delivery.pause': pause,
      },
    },
    throttled: {
      description: 'The rate of the channel is used up: waits for the next message that it allows.',
      on: {
        'delivery.succeeded': { actions: 'noteSuccess' },
        'delivery.failed': failed,
        'delivery.pause': pause,
      },
      after: { wait: 'sending' },
    },
    backingOff: {
      description: 'A batch has failed: waits before the next one.',
      on: {
        'delivery.succeeded': {
          description: 'An earlier batch was delivered; the wait goes on.',
          actions: 'noteSuccess',
        },
        'delivery.failed': [
          {
            description: 'Too many in a row: only single messages are tried from now on.',
            guard: 'isOneTooMany',
            target: 'open',
            actions: ['noteFailure', 'tellFailed'],
          },
          { description: 'An earlier batch has failed, too.', actions: 'countFailure' },
        ],
        'delivery.pause': pause,
        'delivery.resume': {
          description: 'An operator wants no wait.',
          target: 'sending',
          actions: 'noteResumed',
        },
      },
      after: { wait: 'sending' },
    },
    open: {
      description: 'The channel fails: waits before it tries one message.',
      on: {
        'delivery.succeeded': {
          description: 'An earlier batch was delivered after all.',
          target: 'sending',
          actions: ['noteSuccess', 'tellRecovered'],
        },
        'delivery.failed': {
          description: 'An earlier batch has failed, too.',
          actions: 'countFailure',
        },
        'delivery.pause': pause,
        'delivery.resume': { description: 'An operator wants no wait.', target: 'probing' },
      },
      after: { wait: 'probing' },
    },
    probing: {
      description: 'Tries one message.',
      on: {
        'delivery.succeeded': { target: 'sending', actions: ['noteSuccess', 'tellRecovered'] },
        'delivery.failed': { target: 'open', actions: 'noteFailure' },
        'delivery.limited': {
          description: 'The rate allows no message now.',
          target: 'open',
          actions: 'noteWait',
        },
        'delivery.pause': pause,
      },
    },
    paused: {
      description: 'An operator has stopped the channel: messages wait.',
      on: {
        'delivery.resume': { target: 'sending', actions: 'noteResumed' },
        'delivery.succeeded': { actions: 'noteSuccess' },
      },
    },
  },
});
