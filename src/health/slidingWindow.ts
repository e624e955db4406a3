import { COMMAND_CLASSES, type CommandClass } from '../admission/commandClass.ts';
import { SLOTS, SlidingHistogram } from './slidingHistogram.ts';

/** A window of ten seconds: long enough for a rate of checkouts of a few a second. */
const SLOT_MS = 1000;

/** The answers to the commands of one class. */
interface Answers {
  readonly latencies: SlidingHistogram;
  readonly waits: SlidingHistogram;
  /** Answers that were only counted, by slot, and their sum. */
  readonly counts: Uint32Array;
  counted: number;
}

/**
 * The answers to commands of the last ten seconds: the present second and the nine before it. Its memory is fixed,
 * whatever the load.
 */
export class SlidingWindow {
  readonly #answers: Readonly<Record<CommandClass, Answers>>;
  readonly #errors = new Uint32Array(SLOTS);
  #errorCount = 0;
  /** When it was begun. */
  readonly #since: number;
  /** The number of the present slot since time 0, and its place among the slots. */
  #number: number;
  #slot = 0;

  /** @param now milliseconds of a clock that does not jump, as for all members. */
  constructor(now: number) {
    const none = () => ({
      latencies: new SlidingHistogram(),
      waits: new SlidingHistogram(),
      counts: new Uint32Array(SLOTS),
      counted: 0,
    });
    this.#answers = { release: none(), buy: none(), browse: none() };
    this.#since = now;
    this.#number = Math.floor(now / SLOT_MS);
  }

  /** Adds an answer. {@link SlidingWindow.advance} has been called. */
  add(commandClass: CommandClass, latencyMs: number, waitMs: number, isError: boolean): void {
    const slot = this.#slot;
    const { latencies, waits } = this.#answers[commandClass];
    latencies.add(slot, latencyMs);
    waits.add(slot, waitMs);
    if (!isError) return;
    this.#errors[slot] = (this.#errors[slot] as number) + 1;
    this.#errorCount++;
  }

  /** Counts an answer whose times are not measured, in the slot of the last one that was. */
  count(commandClass: CommandClass): void {
    const answers = this.#answers[commandClass];
    answers.counts[this.#slot] = (answers.counts[this.#slot] as number) + 1;
    answers.counted++;
  }

  /** Moves the window to this time. A clock that goes back by more than the window empties it. */
  advance(now: number): void {
    const begin = this.#number * SLOT_MS;
    if (now >= begin && now < begin + SLOT_MS) return;
    const number = Math.floor(now / SLOT_MS);
    const passed = number - this.#number;
    // A clock that has gone back by less is waited for.
    if (passed < 0 && passed > -SLOTS) return;
    this.#number = number;
    for (let count = passed < 0 ? SLOTS : Math.min(passed, SLOTS); count > 0; count--) {
      this.#slot = (this.#slot + 1) % SLOTS;
      this.#clear(this.#slot);
    }
  }

  latencies(commandClass: CommandClass): SlidingHistogram {
    return this.#answers[commandClass].latencies;
  }

  /** How long commands waited for their turn. */
  waits(commandClass: CommandClass): SlidingHistogram {
    return this.#answers[commandClass].waits;
  }

  /** The answers to commands of all classes. */
  get commands(): number {
    return COMMAND_CLASSES.reduce((sum, name) => sum + this.#countOf(name), 0);
  }

  /** The commands that failed. */
  get errors(): number {
    return this.#errorCount;
  }

  /** Answers per second to commands of the class. */
  perSecond(commandClass: CommandClass, now: number): number {
    const from = Math.max(this.#since, (this.#number - SLOTS + 1) * SLOT_MS);
    // Of less than a second, no rate can be told.
    const seconds = Math.max(now - from, SLOT_MS) / 1000;
    return this.#countOf(commandClass) / seconds;
  }

  #countOf(commandClass: CommandClass): number {
    const { latencies, counted } = this.#answers[commandClass];
    return latencies.count + counted;
  }

  #clear(slot: number): void {
    for (const name of COMMAND_CLASSES) {
      const answers = this.#answers[name];
      answers.counted -= answers.counts[slot] as number;
      answers.counts[slot] = 0;
      this.latencies(name).clear(slot);
      this.waits(name).clear(slot);
    }
    this.#errorCount -= this.#errors[slot] as number;
    this.#errors[slot] = 0;
  }
}
