import type { DeliveryProgressRecord } from '../schema/delivery.ts';

/**
 * Which facts a channel has done with. A fact is open from when it is taken from the log until its message was delivered,
 * or is in a record of its own.
 */
export class DeliveryProgress {
  /** The number of the last fact that was taken from the log. */
  readTo: number;
  /** Numbers of facts, in order. */
  readonly #open: Set<number>;
  /** Facts that were done with, or passed over, since the progress was last written. */
  #unwritten = 0;

  constructor({ readTo, open }: Pick<DeliveryProgressRecord, 'readTo' | 'open'>) {
    this.readTo = readTo;
    this.#open = new Set(open);
  }

  /** All facts up to this number are done with. */
  get position(): number {
    for (const seq of this.#open) return seq - 1;
    return this.readTo;
  }

  /** How many facts it has passed since it was last written. */
  get unwritten(): number {
    return this.#unwritten;
  }

  /** Takes all facts up to a number from the log, of which those with a message are opened by {@link DeliveryProgress.open}. */
  advanceTo(seq: number): void {
    this.#unwritten += seq - this.readTo;
    this.readTo = seq;
  }

  /** To be called in the order of the numbers. */
  open(seq: number): void {
    this.#open.add(seq);
  }

  done(seq: number): void {
    if (this.#open.delete(seq)) this.#unwritten++;
  }

  /** What is to be written now. */
  written(): Pick<DeliveryProgressRecord, 'readTo' | 'open'> {
    this.#unwritten = 0;
    return { readTo: this.readTo, open: [...this.#open] };
  }
}
