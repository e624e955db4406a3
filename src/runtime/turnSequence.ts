import { turnRecord } from '../schema/turn.ts';
import type { AnyChange, Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import { EngineTime } from './engineTime.ts';
import { Turn } from './turn.ts';

/** The change that makes the turn the last one that the store knows. */
export function lastTurnChange({ number, lastSeq: seq, at }: Turn): AnyChange {
  return turnRecord.put(turnRecord.key(), { number, seq, at });
}

/** Numbers the turns of an engine, and the facts in them. There is one turn at a time. */
export class TurnSequence {
  readonly #time: EngineTime;
  #open: Turn | undefined = undefined;
  /** A turn that is over, to be used again. */
  #spare: Turn | undefined = undefined;
  #number: number;
  #seq: number;

  /** Goes on after the last turn that the store knows. */
  constructor(clock: Clock, store: Store) {
    const last = turnRecord.get(store, turnRecord.key());
    this.#time = new EngineTime(clock, last?.at ?? 0);
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

  /** The time of the current turn, between turns that of the clock, epoch milliseconds. */
  now(): number {
    return this.#open?.at ?? this.#time.now();
  }

  /** The time of the last reading of the clock, which is that of the next turn. */
  get lastTime(): number {
    return this.#time.last;
  }

  /** Reads the clock, as {@link EngineTime.read} does. @returns by how much it has jumped. */
  readClock(firedAt?: number): number {
    return this.#time.read(firedAt);
  }

  /** Begins a turn at {@link TurnSequence.lastTime}. @throws Error if a turn is under way. */
  begin(): Turn {
    if (this.#open !== undefined) throw new Error('a turn is under way');
    const turn = this.#spare ?? new Turn();
    this.#spare = undefined;
    this.#open = turn.begin(++this.#number, this.#time.last, this.#seq);
    return turn;
  }

  end(): void {
    this.#seq = this.lastSeq;
    this.#open = undefined;
  }

  /** Takes a turn back that is over, and that nobody has kept. */
  reuse(turn: Turn): void {
    this.#spare = turn;
  }
}
