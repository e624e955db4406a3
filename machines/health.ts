import { assign, emit, setup } from 'xstate';
import type { HealthChanged } from './rules/facts.ts';
import {
  afterSample,
  type CalmSamplesLeft,
  errorRateOf,
  type HealthFigures,
  type HealthLevel,
  haveOtherReasons,
  levelOf,
  NO_REASONS,
  reasonsOf,
} from './rules/healthRules.ts';

/** The `systemId` of the health of a shop. */
export const HEALTH = 'health';

/** What the health of a shop knows. */
export interface HealthContext {
  /** For each reason, the number of calm samples until it is over. */
  readonly left: CalmSamplesLeft;
  /** True when a fault has stopped the shop. */
  readonly hasFailed: boolean;
}

/** Sent about once a second while there is something to say. */
export interface HealthSampled extends HealthFigures {
  readonly type: 'health.sampled';
}
/** The shop takes no more commands. */
export interface HealthStopped {
  readonly type: 'health.stopped';
  /** True when a fault has stopped it; false when it was closed. */
  readonly hasFailed: boolean;
}
/** Every event that the chart of health takes. */
export type HealthEvent = HealthSampled | HealthStopped;

interface Sampled {
  readonly context: HealthContext;
  readonly event: HealthEvent;
}

const next = ({ context, event }: Sampled) => afterSample(context.left, event as HealthSampled);

const healthSetup = setup({
  types: {
    context: {} as HealthContext,
    events: {} as HealthEvent,
    emitted: {} as HealthChanged,
  },
  guards: {
    isHealthy: (sampled: Sampled) => levelOf(next(sampled)) === 'healthy',
    isDegraded: (sampled: Sampled) => levelOf(next(sampled)) === 'degraded',
    isShedding: (sampled: Sampled) => levelOf(next(sampled)) === 'shedding',
    hasOtherReasons: (sampled: Sampled) => haveOtherReasons(sampled.context.left, next(sampled)),
  },
  actions: {
    noteSample: assign({ left: next }),
    noteEnd: assign({ hasFailed: ({ event }) => (event as HealthStopped).hasFailed }),
    tellChanged: emit(
      (
        { context: { left }, event }: Sampled,
        { from, to }: { readonly from: HealthLevel; readonly to: HealthLevel },
      ): HealthChanged => ({
        type: 'health.changed',
        from,
        to,
        reasons: reasonsOf(left),
        alert: left.errors > 0,
        p99Ms: (event as HealthSampled).p99Ms,
        errorRate: errorRateOf(event as HealthSampled),
      }),
    ),
  },
});

/** What happens on the way from one state to another, or when the reasons for one have changed. */
const change = (from: HealthLevel, to: HealthLevel) =>
  ['noteSample', { type: 'tellChanged', params: { from, to } }] as const;

/**
 * The health of one shop. A state is entered with the first bad sample, and left after several calm ones, so
 * that a shop at a bound does not go to and fro. A fact tells each change of the state and of its reasons.
 *
 * It knows a {@link HealthContext} and takes a {@link HealthEvent}.
 */
export const healthMachine = healthSetup.createMachine({
  id: 'health',
  description: 'The health of a shop, from samples of a sliding window.',
  context: { left: NO_REASONS, hasFailed: false },
  initial: 'healthy',
  states: {
    healthy: {
      description: 'Checkouts are fast, commands succeed, and none is refused for overload.',
      on: {
        'health.sampled': [
          { guard: 'isShedding', target: 'shedding', actions: change('healthy', 'shedding') },
          { guard: 'isDegraded', target: 'degraded', actions: change('healthy', 'degraded') },
          { description: 'Nothing is wrong.', actions: 'noteSample' },
        ],
      },
    },
    degraded: {
      description: 'Checkouts are slow, or commands fail. All are still taken.',
      on: {
        'health.sampled': [
          { guard: 'isShedding', target: 'shedding', actions: change('degraded', 'shedding') },
          { guard: 'isHealthy', target: 'healthy', actions: change('degraded', 'healthy') },
          {
            description: 'Another reason has begun, or one of two has ended.',
            guard: 'hasOtherReasons',
            actions: change('degraded', 'degraded'),
          },
          { description: 'The same reasons hold.', actions: 'noteSample' },
        ],
      },
    },
    shedding: {
      description: 'The load is too high: commands of some classes are refused.',
      on: {
        'health.sampled': [
          { guard: 'isDegraded', target: 'degraded', actions: change('shedding', 'degraded') },
          { guard: 'isHealthy', target: 'healthy', actions: change('shedding', 'healthy') },
          {
            description: 'Another reason has begun, or one of several has ended.',
            guard: 'hasOtherReasons',
            actions: change('shedding', 'shedding'),
          },
          { description: 'The same reasons hold.', actions: 'noteSample' },
        ],
      },
    },
    stopped: { description: 'The shop takes no more commands.', type: 'final' },
  },
  on: {
    'health.stopped': {
      description: 'The shop was closed, or a fault has stopped it. No fact tells it.',
      target: '.stopped',
      actions: 'noteEnd',
    },
  },
});
