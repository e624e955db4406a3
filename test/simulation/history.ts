import type { Change, ShopFact } from '../../src/index.ts';
import type { Boundary } from './checkpoint.ts';
import type { Answered, Units } from './command.ts';
import type { Picture } from './shopState.ts';

/** A checkout that was the first under its key. */
export interface Purchase {
  /** The number of the batch before. */
  readonly before: number;
  /** The number of its own. */
  readonly place: number;
  readonly at: number;
  /** Unless nobody has heard it yet. */
  answer?: Answered;
}

const NOTHING_YET: Boundary = {
  picture: undefined,
  lastFact: 0,
  gone: 0,
  positions: new Map(),
  received: new Map(),
};

/** What has happened to a shop over all its lives, batch by batch. */
export class Chronicle {
  /** By number of the batch; 0 is the empty store. */
  readonly boundaries: Boundary[] = [NOTHING_YET];
  /** Fact 1 comes first. */
  readonly facts: ShopFact[] = [];
  /** By user and key. */
  readonly purchases = new Map<string, Purchase>();
  /** All orders that there ever were, also the lost ones. */
  readonly orderIds = new Set<string>();

  get last(): Boundary {
    return this.boundaries.at(-1) as Boundary;
  }

  /** The newest picture. */
  get picture(): Picture | undefined {
    return this.boundaries.findLast(({ picture }) => picture !== undefined)?.picture;
  }

  note(
    number: number,
    batch: readonly Change[],
    { picture, receives }: { picture?: Picture | undefined; receives?: Units | undefined },
  ): void {
    if (number !== this.boundaries.length) throw new Error(`batch ${number} was not expected`);
    let { gone } = this.last;
    const positions = new Map(this.last.positions);
    const received = new Map(this.last.received);
    for (const change of batch) {
      const [kind, name] = change.key;
      if (kind === 'fact' && change.op === 'put') this.#tell(JSON.parse(change.value));
      if (kind === 'fact' && change.op === 'delete') gone = this.#lastOfRecord(name as number);
      if (kind === 'consumer' && change.op === 'delete') positions.delete(String(name));
      if (kind === 'consumer' && change.op === 'put') {
        positions.set(String(name), Number(change.value));
      }
    }
    if (receives !== undefined) {
      received.set(receives.sku, (received.get(receives.sku) ?? 0) + receives.quantity);
    }
    const lastFact = this.facts.length;
    this.boundaries.push({ picture, lastFact, gone, positions, received });
  }

  /** The shop has been opened and looks like this, with no batch of its own. */
  notePicture(picture: Picture): void {
    this.boundaries[this.boundaries.length - 1] = { ...this.last, picture };
  }

  /** A crash: everything behind this batch has never been. */
  cutBehind(number: number): void {
    this.boundaries.length = number + 1;
    this.facts.length = this.last.lastFact;
    for (const [name, { place }] of this.purchases) if (place > number) this.purchases.delete(name);
  }

  #tell(facts: readonly ShopFact[]): void {
    this.facts.push(...facts);
    for (const fact of facts) if (fact.type === 'order.placed') this.orderIds.add(fact.orderId);
  }

  /** The facts of one batch are one record. */
  #lastOfRecord(first: number): number {
    return this.boundaries.find(({ lastFact }) => lastFact >= first)?.lastFact ?? first;
  }
}
