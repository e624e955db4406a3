import { type Actor, type SnapshotFrom, transition } from 'xstate';
import {
  errorRateOf,
  HEALTH,
  type HealthFigures,
  type HealthReason,
  healthMachine,
  isUneventful,
  reasonsOf,
} from '../../machines/index.ts';
import type { Admission } from '../admission/admission.ts';
import type { CommandClass } from '../admission/commandClass.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import type { TurnCommand } from '../runtime/turn.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';
import type { AnsweredCommands } from './answeredCommands.ts';
import { SlidingWindow } from './slidingWindow.ts';

export interface HealthOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly admission: Admission;
}

/** How often the window is looked at, in milliseconds, while commands come or the shop is not healthy. */
const SAMPLE_MS = 1000;

/** Of the commands that are not measured all, one of these and one more is: a bit mask. */
const MEASURED_EVERY = 7;

/** What the chart says of a shop. */
export interface Judgement {
  readonly state: 'healthy' | 'degraded' | 'shedding' | 'stopped';
  /** Since when it has been in this state, epoch milliseconds. */
  readonly since: number;
  readonly reasons: readonly HealthReason[];
  readonly alert: boolean;
}

type HealthSnapshot = SnapshotFrom<typeof healthMachine>;

/**
 * The health of a shop: a window of the answers to its commands, and the actor that judges it. The window is looked
 * at about once a second, when a command is answered or somebody asks. Only a shop that is not healthy has a timer of
 * the clock for that: it has to become healthy without commands, too. A sample that changes nothing is no turn.
 */
export class HealthPart implements Part, AnsweredCommands {
  readonly window: SlidingWindow;
  /** The time of the window, in milliseconds. */
  readonly now: () => number;
  readonly #options: HealthOptions;
  readonly #machine = prepareMachine(healthMachine);
  #actor: Actor<typeof healthMachine> | undefined;
  /** Once the shop has stopped. */
  #end: HealthSnapshot | undefined;
  #sampledAt: number;
  #others = 0;
  #since = 0;
  #timer: unknown;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.now = options.engine.monotonicNow;
    this.#sampledAt = this.now();
    this.window = new SlidingWindow(this.#sampledAt);
  }

  start(): void {
    const { engine } = this.#options;
    this.#actor = engine.spawnService(HEALTH, this.#machine, {});
    this.#since = engine.now();
  }

  rebase(byMs: number): void {
    this.#since += byMs;
  }

  stop(): void {
    const actor = this.#actor;
    if (actor === undefined) return;
    const { engine } = this.#options;
    // The engine takes no more turns, in which the actor could get the event.
    const event = {
      type: 'health.stopped',
      hasFailed: engine.stopped?.cause !== undefined,
    } as const;
    [this.#end] = transition(this.#machine, actor.getSnapshot(), event);
    this.#since = this.#timeOr(this.#since);
    this.#disarm();
  }

  answered({ commandClass, calledAt, waitMs, hasFailed }: TurnCommand): void {
    // Of commands that wait for nothing, other than checkouts, one in eight says enough: reading the clock costs more.
    const isDirect = waitMs === 0 && !this.#options.engine.isDurable;
    const isMeasured = commandClass === 'buy' || hasFailed || !isDirect;
    if (!isMeasured && (this.#others++ & MEASURED_EVERY) !== 0) {
      this.window.count(commandClass as CommandClass);
      return;
    }
    const now = this.now();
    this.window.advance(now);
    this.window.add(commandClass as CommandClass, now - calledAt, waitMs, hasFailed);
    if (this.#isSampleDue(now)) this.#sample(now);
  }

  /** What the chart says now, after a sample if one is due. */
  judge(): Judgement {
    const now = this.now();
    this.window.advance(now);
    if (this.#isSampleDue(now)) this.#sample(now);
    const snapshot = this.#snapshot;
    if (snapshot === undefined) throw new Error('the health has not been started');
    const { value, context } = snapshot;
    const reasons = value === 'stopped' ? [] : reasonsOf(context.left);
    const alert = context.hasFailed || reasons.includes('errors');
    return { state: value, since: this.#since, reasons, alert };
  }

  /** What the window has, for the chart. {@link SlidingWindow.advance} has been called. */
  figures(): HealthFigures {
    const { window } = this;
    const checkouts = window.latencies('buy');
    return {
      p99Ms: checkouts.percentiles().p99,
      checkouts: checkouts.count,
      commands: window.commands,
      errors: window.errors,
      refusedClasses: this.#options.admission.refusedClasses,
    };
  }

  /** The share of the commands in the window that failed, 0 to 1. */
  get errorRate(): number {
    return errorRateOf(this.figures());
  }

  get #snapshot(): HealthSnapshot | undefined {
    return this.#end ?? this.#actor?.getSnapshot();
  }

  #isSampleDue(now: number): boolean {
    // A clock without a monotonic one may have gone back.
    return now - this.#sampledAt >= SAMPLE_MS || now < this.#sampledAt;
  }

  #sample(now: number): void {
    const { engine } = this.#options;
    const actor = this.#actor;
    // Within a turn, the event would be a change of that turn, which may have to be discarded.
    if (actor === undefined || engine.stopped !== undefined || engine.isInTurn) return;
    this.#sampledAt = now;
    const figures = this.figures();
    const { value: before, context } = actor.getSnapshot();
    if (isUneventful(context.left, figures)) return;
    // A turn of its own.
    actor.send({ type: 'health.sampled', ...figures });
    const { value } = actor.getSnapshot();
    if (value !== before) this.#since = this.#timeOr(this.#since);
    if (value !== 'healthy' && this.#timer === undefined) this.#arm(SAMPLE_MS);
  }

  /** Sets the timer. A clock that throws sets none, and leaves it to commands and questions to sample. */
  #arm(delayMs: number): void {
    const { engine, clock } = this.#options;
    if (engine.stopped !== undefined) return;
    try {
      this.#timer = clock.setTimeout(() => this.#ring(), delayMs);
    } catch {}
  }

  #ring(): void {
    this.#timer = undefined;
    const now = this.now();
    this.window.advance(now);
    if (this.#isSampleDue(now)) this.#sample(now);
    const isHealthy = this.#snapshot?.value === 'healthy';
    if (isHealthy || this.#timer !== undefined) return;
    this.#arm(Math.max(1, Math.ceil(this.#sampledAt + SAMPLE_MS - now)));
  }

  /** Ends the timer. An error of the clock has no effect any more. */
  #disarm(): void {
    const timer = this.#timer;
    this.#timer = undefined;
    try {
      if (timer !== undefined) this.#options.clock.clearTimeout(timer);
    } catch {}
  }

  /** The time of the shop, epoch milliseconds, or another one if the clock throws. */
  #timeOr(other: number): number {
    try {
      return this.#options.engine.now();
    } catch {
      return other;
    }
  }
}
