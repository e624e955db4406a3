import type { LastTurn } from '../schema/turn.ts';
import type { Clock } from './clock.ts';
import { MonotonicTime } from './monotonicTime.ts';
import { Turn } from './turn.ts';

/** Numbers the turns of an engine, and the facts in them. There is one turn at a time. */
export class TurnSequence {
  readonly #time: MonotonicTime;
  #open: Turn | undefined = undefined;
  /** A turn that is over, to be used again. */
  #spare: Turn | undefined = undefined;
  #number: number;
  #seq: number;

  /** @param last the last turn that the store knows. */
  constructor(clock: Clock, last: LastTurn | undefined) {
    this.#time = new MonotonicTime(clock, last?.at ?? 0);
    this.#number = last?.number ?? 0;
    this.#seq = last?.seq ?? 0;
  }

  /** The turn that is under way; undefined between turns. */
  get open(): Turn | undefined {
    return this.#open;
  }

  /** @throws Error between turns. */
  get current(): Turn {
    if (this.#open === undefined) throw new Error('no turn is under way');
    return this.#open;
  }

  /** The number of the last fact, those of the current turn included. */
  get lastSeq(): number {
    return this.#open?.lastSeq ?? this.#seq;
  }

  /** The time of the current turn, between turns that of the clock; never decreases. */
  now(): number {
    return this.#open?.at ?? this.#time.now();
  }

  /** The time of the clock. */
  clockTime(): number {
    return this.#time.now();
  }

  /**
   * @param isTimeKnown true when the clock has just been read: it is then not read again.
   * @throws Error if a turn is under way.
   */
  begin(isTimeKnown: boolean): Turn {
    if (this.#open !== undefined) throw new Error('a turn is under way');
    const turn = this.#spare ?? new Turn();
    this.#spare = undefined;
    const at = isTimeKnown ? this.#time.last : this.#time.now();
    this.#open = turn.begin(++this.#number, at, this.#seq);
    return turn;
  }

  end(): void {
    this.#seq = this.lastSeq;
    this.#open = undefined;
  }

  /** Takes a turn back that is over and durable, and that nobody has kept. */
  reuse(turn: Turn): void {
    this.#spare = turn;
  }
}
