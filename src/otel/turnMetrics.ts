import type { Counter, Histogram, Meter } from '@opentelemetry/api';
import type { Observer } from '../runtime/observer.ts';
import type { Turn } from '../runtime/turn.ts';
import { DURATION_BOUNDARIES } from './durations.ts';

/** Times turns and their commits, and counts the timers that fire. */
export class TurnMetrics implements Observer {
  readonly #now: () => number;
  readonly #turn: Histogram;
  readonly #commit: Histogram;
  readonly #timers: Counter;
  #startedAt = 0;
  /** When each turn that is not durable has run. */
  readonly #endedAt = new WeakMap<Turn, number>();

  /** @param now milliseconds. */
  constructor(meter: Meter, now: () => number) {
    this.#now = now;
    const seconds = { unit: 's', advice: { explicitBucketBoundaries: DURATION_BOUNDARIES } };
    this.#turn = meter.createHistogram('statecart.turn.duration', {
      ...seconds,
      description: 'Time that a turn runs: no other command runs meanwhile.',
    });
    this.#commit = meter.createHistogram('statecart.commit.duration', {
      ...seconds,
      description: 'Time from the end of a turn until its changes are durable.',
    });
    this.#timers = meter.createCounter('statecart.timer.fired', {
      unit: '{timer}',
      description: 'Timers of carts and orders that have fired.',
    });
  }

  turnStarted(): void {
    this.#startedAt = this.#now();
  }

  turnEnded(turn: Turn): void {
    const now = this.#now();
    this.#turn.record((now - this.#startedAt) / 1000);
    if (turn.changes.length > 0) this.#endedAt.set(turn, now);
  }

  committed(turn: Turn): void {
    const endedAt = this.#endedAt.get(turn);
    if (endedAt !== undefined) this.#commit.record((this.#now() - endedAt) / 1000);
  }

  timerFired(): void {
    this.#timers.add(1);
  }
}
