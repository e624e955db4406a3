import type { Counter, Histogram, Meter } from '@opentelemetry/api';
import type { CommandCall, Observer } from '../runtime/observer.ts';
import { callAttributes, outcomeAttributes } from './attributes.ts';
import { DURATION_BOUNDARIES } from './durations.ts';

/** Counts and times commands. */
export class CommandMetrics implements Observer {
  readonly #answered: Counter;
  readonly #duration: Histogram;
  readonly #waitTime: Histogram;

  constructor(meter: Meter) {
    const seconds = { unit: 's', advice: { explicitBucketBoundaries: DURATION_BOUNDARIES } };
    this.#answered = meter.createCounter('statecart.command.answered', {
      unit: '{command}',
      description: 'Commands that were answered, refused, or failed.',
    });
    this.#duration = meter.createHistogram('statecart.command.duration', {
      ...seconds,
      description: 'Time from the call of a command to its durable answer.',
    });
    this.#waitTime = meter.createHistogram('statecart.command.wait_time', {
      ...seconds,
      description: 'Time from the call of a command to its start.',
    });
  }

  commandEnded(call: CommandCall): void {
    const { calledAt, startedAt, endedAt } = call;
    const attributes = callAttributes(call);
    this.#answered.add(1, { ...attributes, ...outcomeAttributes(call) });
    if (startedAt !== undefined) this.#waitTime.record((startedAt - calledAt) / 1000, attributes);
    if (endedAt === undefined) return;
    this.#duration.record((endedAt - calledAt) / 1000, {
      ...attributes,
      ...outcomeAttributes(call),
    });
  }
}
