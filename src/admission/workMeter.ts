import { COMMAND_CLASSES, type CommandClass } from './commandClass.ts';
import {
  MAX_COST_RATIO,
  MAX_SLOWDOWN,
  PRESUMED_COST_MS,
  REMEMBERED_MS,
  SLOWDOWN_WEIGHT,
} from './limits.ts';

/** The commands of one class. Times are milliseconds. */
class ClassMeter {
  /** The mean cost of a command. */
  costMs = PRESUMED_COST_MS;
  /** How many run per millisecond, the time of all other work included; 0 until that has been measured. */
  perMs = 0;
  /** How many have run in this slice, and how long they have taken. */
  count = 0;
  tookMs = 0;

  /** The next slice begins. @param elapsedMs since this one began; undefined if none waited in between. */
  nextSlice(elapsedMs: number | undefined): void {
    // A class of which nothing has run had nothing to run.
    if (elapsedMs !== undefined && elapsedMs > 0 && this.count > 0) {
      const weight = elapsedMs / (elapsedMs + REMEMBERED_MS);
      this.perMs += (this.count / elapsedMs - this.perMs) * weight;
    }
    this.count = 0;
  }

  /** Takes the commands of a slice into the mean. */
  endSlice(): void {
    if (this.count === 0) return;
    const cost = Math.min(this.tookMs / this.count, this.costMs * MAX_COST_RATIO);
    const weight = this.tookMs / (this.tookMs + REMEMBERED_MS);
    this.costMs += (cost - this.costMs) * weight;
    this.tookMs = 0;
  }
}

/** Measures how long commands take, while some wait for their turn. All times are milliseconds. */
export class WorkMeter {
  readonly #classes: Readonly<Record<CommandClass, ClassMeter>> = {
    release: new ClassMeter(),
    buy: new ClassMeter(),
    browse: new ClassMeter(),
  };
  /** The time that passes for each millisecond of commands: the rest of the process has its part. */
  #slowdown = 1;
  /** When the last slice began; undefined if no command has waited since. */
  #sliceBeganAt: number | undefined;
  #sliceTookMs = 0;

  /** The time that a command of the class takes, the work of the rest of the process included. */
  timeOf(commandClass: CommandClass): number {
    return this.#classes[commandClass].costMs * this.#slowdown;
  }

  /** From one command of the class to the next one while others wait, with all that runs in between. */
  intervalOf(commandClass: CommandClass): number {
    const { perMs } = this.#classes[commandClass];
    return perMs === 0 ? this.timeOf(commandClass) : 1 / perMs;
  }

  /** A slice begins in which commands run that have waited. */
  begin(now: number): void {
    const beganAt = this.#sliceBeganAt;
    const elapsedMs = beganAt === undefined ? undefined : now - beganAt;
    for (const commandClass of COMMAND_CLASSES) this.#classes[commandClass].nextSlice(elapsedMs);
    if (elapsedMs !== undefined && this.#sliceTookMs > 0) {
      const ratio = elapsedMs / this.#sliceTookMs;
      const bounded = Math.min(Math.max(ratio, 1), MAX_SLOWDOWN);
      this.#slowdown += (bounded - this.#slowdown) * SLOWDOWN_WEIGHT;
    }
    this.#sliceBeganAt = now;
    this.#sliceTookMs = 0;
  }

  /** A command has run. */
  ran(commandClass: CommandClass, tookMs: number): void {
    const meter = this.#classes[commandClass];
    meter.count++;
    meter.tookMs += tookMs;
    this.#sliceTookMs += tookMs;
  }

  /** The slice is over. @param isLast true when no command waits any more. */
  end(isLast: boolean): void {
    for (const commandClass of COMMAND_CLASSES) this.#classes[commandClass].endSlice();
    if (isLast) this.#sliceBeganAt = undefined;
  }
}
