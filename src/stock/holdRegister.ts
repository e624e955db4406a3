import type { OpenHold, OpenHolds } from '../../machines/index.ts';

/** What keeps the hold of its own order: an order in memory. */
export interface HoldOwner {
  hold: OpenHold | undefined;
}

/** Finds the owners of holds. */
export interface HoldOwners {
  ownerOf(orderId: string): HoldOwner | undefined;
  owners(): Iterable<HoldOwner>;
}

/**
 * The open holds of a shop. An order in memory keeps its own hold, so that shipping it looks no hold up; the
 * others are unclaimed: those whose order has not been placed yet, or is only in the store.
 */
export class HoldRegister implements OpenHolds {
  /** Undefined when no order keeps its hold. */
  owners: HoldOwners | undefined = undefined;
  /** The newest hold, which its order nearly always claims before there is another one. */
  #newest: OpenHold | undefined = undefined;
  readonly #unclaimed = new Map<string, OpenHold>();

  get(orderId: string): OpenHold | undefined {
    return this.#findUnclaimed(orderId) ?? this.owners?.ownerOf(orderId)?.hold;
  }

  set(orderId: string, hold: OpenHold): void {
    const before = this.#newest;
    if (before !== undefined) this.#unclaimed.set(before.orderId, before);
    this.#unclaimed.delete(orderId);
    this.#newest = hold;
  }

  delete(orderId: string): void {
    if (this.claim(orderId) !== undefined) return;
    const owner = this.owners?.ownerOf(orderId);
    if (owner !== undefined) owner.hold = undefined;
  }

  /** Takes an unclaimed hold out: its order keeps it from now on. */
  claim(orderId: string): OpenHold | undefined {
    const hold = this.#findUnclaimed(orderId);
    if (hold === this.#newest) this.#newest = undefined;
    else if (hold !== undefined) this.#unclaimed.delete(orderId);
    return hold;
  }

  values(): OpenHold[] {
    const holds = [...this.#unclaimed.values()];
    if (this.#newest !== undefined) holds.push(this.#newest);
    for (const { hold } of this.owners?.owners() ?? []) if (hold !== undefined) holds.push(hold);
    return holds.sort((a, b) => a.number - b.number);
  }

  #findUnclaimed(orderId: string): OpenHold | undefined {
    const newest = this.#newest;
    if (newest !== undefined && newest.orderId === orderId) return newest;
    return this.#unclaimed.size === 0 ? undefined : this.#unclaimed.get(orderId);
  }
}
