import type { CommandClass } from './commandClass.ts';
import {
  COST_WEIGHT,
  MAX_COST_RATIO,
  MAX_SLOWDOWN,
  PRESUMED_COST_MS,
  SLOWDOWN_WEIGHT,
} from './limits.ts';

/** Measures how long commands take, while some wait for their turn. All times are milliseconds. */
export class WorkMeter {
  /** The mean cost of the commands of each class; undefined until one has been measured. */
  readonly #costMs: Record<CommandClass, number | undefined> = {
    release: undefined,
    buy: undefined,
    browse: undefined,
  };
  /** The mean cost of all commands. */
  #meanMs = PRESUMED_COST_MS;
  /** The time that passes for each millisecond of commands: the rest of the process has its part. */
  #slowdown = 1;
  /** When the last slice began; undefined if no command has waited since. */
  #sliceBeganAt: number | undefined;
  /** What the commands of the last slice have cost by the means. */
  #sliceWorkMs = 0;

  /** The time that a command of the class takes, the work of the rest of the process included. */
  timeOf(commandClass: CommandClass): number {
    return (this.#costMs[commandClass] ?? this.#meanMs) * this.#slowdown;
  }

  /** A slice begins in which commands run that have waited. */
  begin(now: number): void {
    if (this.#sliceBeganAt !== undefined && this.#sliceWorkMs > 0) {
      const ratio = (now - this.#sliceBeganAt) / this.#sliceWorkMs;
      const bounded = Math.min(Math.max(ratio, 1), MAX_SLOWDOWN);
      this.#slowdown += (bounded - this.#slowdown) * SLOWDOWN_WEIGHT;
    }
    this.#sliceBeganAt = now;
    this.#sliceWorkMs = 0;
  }

  /** A command has run. */
  ran(commandClass: CommandClass, costMs: number): void {
    const before = this.#costMs[commandClass] ?? this.#meanMs;
    this.#costMs[commandClass] = meanWith(before, costMs);
    this.#meanMs = meanWith(this.#meanMs, costMs);
    this.#sliceWorkMs += before;
  }

  /** No command waits any more. */
  end(): void {
    this.#sliceBeganAt = undefined;
  }
}

/** The mean with one more command. */
function meanWith(mean: number, costMs: number): number {
  const bounded = Math.min(costMs, mean * MAX_COST_RATIO);
  return Math.max(mean + (bounded - mean) * COST_WEIGHT, Number.EPSILON);
}
