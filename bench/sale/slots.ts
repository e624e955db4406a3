import type { Answer, Order } from '../../src/index.ts';
import type { Kind } from './metrics.ts';
import type { Outcome } from './requestStream.ts';

/** What a request can be answered, as far as the sale looks at it. */
export type SaleAnswer = Answer<{ readonly order?: Order }>;

/** A request that has been issued and not been answered yet. */
export interface Slot {
  kind: Kind;
  dueAt: number;
  /** Of the order, or of the user for a cart. */
  id: string;
  outcome: Outcome;
  readonly onAnswer: (answer: SaleAnswer) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * The outstanding requests. Slots, with their two handlers, are used again and again, so that a
 * request makes no garbage beyond the promises; there are no more of them than the bound.
 */
export class Slots {
  readonly #free: Slot[] = [];
  readonly #max: number;
  readonly #onAnswer: (slot: Slot, answer: SaleAnswer) => void;
  readonly #onError: (slot: Slot, error: unknown) => void;
  #made = 0;

  constructor(options: {
    readonly max: number;
    /** Called with the slot of the request, which is free again when this returns. */
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

  /** A slot to fill in; undefined if as many requests are outstanding as may be. */
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
