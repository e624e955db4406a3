import type { OpenHold, OrderContext } from '../../machines/index.ts';
import { type FactHistory, FactList } from '../runtime/factHistory.ts';
import { FACT_TYPES, factOf, type OrderFactType } from '../schema/orderCodec.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { HoldOwner } from '../stock/holdRegister.ts';

/** The elements that an order notes for each line: SKU, its number, name, its number. */
export const LINE_NOTES = 4;

/** The bits of one fact's type. */
const TYPE_BITS = 32 - Math.clz32(FACT_TYPES.length - 1);

/**
 * What an order in memory keeps besides its state: its hold, the numbers of its ids and names, and the facts
 * that it has emitted, as numbers. It is one object, since each further one may have to be fetched from far.
 *
 * With the numbers of ids and names, the archive looks none up. The texts stand beside their numbers, since
 * the archive checks whether they are still those of the order. It compares them with `Object.is`, which
 * looks at references first, while `===` reads the texts.
 */
export class OrderNotes implements HoldOwner, FactHistory {
  /** The hold of the order, until it is resolved. */
  hold: OpenHold | undefined = undefined;
  userId = '';
  /** Undefined if the shop does not know the user. */
  userNumber: number | undefined = undefined;
  /** {@link LINE_NOTES} elements for each line. */
  lines: readonly (string | number)[] = NO_LINES;
  /** The number of facts that are kept as numbers. */
  factCount = 0;
  /** By fact, the place of its type in {@link FACT_TYPES}. */
  #types = 0;
  /** The time of the first fact, from which those of the others are counted. */
  #firstAt = 0;
  #firstSeq = 0;
  #secondSeq = 0;
  #thirdSeq = 0;
  #fourthSeq = 0;
  #secondAfter = 0;
  #thirdAfter = 0;
  #fourthAfter = 0;

  get keepsFacts(): boolean {
    return false;
  }

  /** Adds a fact that the standard chart has emitted: all of its other members follow from the order. */
  add({ type, seq, at }: RecordedFact): void {
    const number = FACT_TYPES.indexOf(type as OrderFactType);
    const index = this.factCount;
    // There are members for four: placed, confirmed, shipped, delivered.
    if (number < 0 || index > 3) {
      throw new Error(`an order of the standard chart has emitted ${type} as fact ${index + 1}`);
    }
    this.factCount++;
    this.#types |= number << (TYPE_BITS * index);
    if (index === 0) {
      this.#firstAt = at;
      this.#firstSeq = seq;
    } else if (index === 1) {
      this.#secondAfter = at - this.#firstAt;
      this.#secondSeq = seq;
    } else if (index === 2) {
      this.#thirdAfter = at - this.#firstAt;
      this.#thirdSeq = seq;
    } else {
      this.#fourthAfter = at - this.#firstAt;
      this.#fourthSeq = seq;
    }
  }

  /** The place in {@link FACT_TYPES} of a fact's type. */
  typeNumberOf(index: number): number {
    return (this.#types >> (TYPE_BITS * index)) & (2 ** TYPE_BITS - 1);
  }

  seqOf(index: number): number {
    if (index === 0) return this.#firstSeq;
    if (index === 1) return this.#secondSeq;
    return index === 2 ? this.#thirdSeq : this.#fourthSeq;
  }

  atOf(index: number): number {
    if (index === 0) return this.#firstAt;
    if (index === 1) return this.#firstAt + this.#secondAfter;
    return this.#firstAt + (index === 2 ? this.#thirdAfter : this.#fourthAfter);
  }

  asEmitted(actor: { readonly context: unknown }): OrderNotes {
    const own = new OwnOrderNotes(this.facts(actor));
    own.hold = this.hold;
    own.userId = this.userId;
    own.userNumber = this.userNumber;
    own.lines = this.lines;
    return own;
  }

  facts({ context }: { readonly context: unknown }): RecordedFact[] {
    return Array.from({ length: this.factCount }, (_, index) => {
      const type = FACT_TYPES[this.typeNumberOf(index)] as OrderFactType;
      return factOf(context as OrderContext, {
        type,
        seq: this.seqOf(index),
        at: this.atOf(index),
      });
    });
  }
}

const NO_LINES: OrderNotes['lines'] = [];

/** The same for an order that may emit facts of its own, which are kept as they are. */
export class OwnOrderNotes extends OrderNotes {
  readonly #list: FactList;

  /** @param earlier the facts of the order's record. */
  constructor(earlier?: readonly RecordedFact[]) {
    super();
    this.#list = new FactList(earlier);
  }

  override get keepsFacts(): boolean {
    return true;
  }

  override asEmitted(): this {
    return this;
  }

  override add(fact: RecordedFact): void {
    this.#list.add(fact);
  }

  override facts(): RecordedFact[] {
    return [...this.#list.facts()];
  }
}
