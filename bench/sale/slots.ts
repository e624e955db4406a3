import type { Kind } from './metrics.ts';
import type { Outcome } from './requestStream.ts';
import type { SaleAnswer } from './saleShop.ts';

/** A request in flight. */
export interface Slot {
  kind: Kind;
  dueAt: number;
  /** The id of the order, or of the user for a cart. */
  id: string;
  outcome: Outcome;
  readonly onAnswer: (answer: SaleAnswer) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * The requests in flight. Slots and their two handlers are reused, so that a request makes no garbage
 * except for its promises. The number of slots has an upper bound.
 */
export class Slots {
  readonly #free: Slot[] = [];
  readonly #max: number;
  readonly #onAnswer: (slot: Slot, answer: SaleAnswer) => void;
  readonly #onError: (slot: Slot, error: unknown) => void;
  #made = 0;

  constructor(options: {
    readonly max: number;
    /** Called with the slot of the request, which is free when this returns. */
    readonly onAnswer: (slot: Slot, answer: SaleAnswer) => void;
    readonly onError: (slot: Slot, error: unknown) => void;
  }) {
    this.#max = options.max;
    this.#onAnswer = options.onAnswer;
    this.#onError = options.onError;
  }

  get outstanding(): number {
    return this.#made - this.#free.length;
  }

  /** Returns a slot to fill in; undefined if the highest number of requests is in flight. */
  take(): Slot | undefined {
    return this.#free.pop() ?? (this.#made < this.#max ? this.#make() : undefined);
  }

  #make(): Slot {
    this.#made++;
    const slot: Slot = {
      kind: 'browse',
      dueAt: 0,
      id: '',
      outcome: 'deliver',
      onAnswer: (answer) => {
        this.#onAnswer(slot, answer);
        this.#free.push(slot);
      },
      onError: (error) => {
        this.#onError(slot, error);
        this.#free.push(slot);
      },
    };
    return slot;
  }
}
