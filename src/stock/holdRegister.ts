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
 * others are in a map: those whose order has not been placed yet, or is only in the store.
 */
export class HoldRegister implements OpenHolds {
  /** Undefined when no order keeps its hold. */
  owners: HoldOwners | undefined = undefined;
  readonly #unclaimed = new Map<string, OpenHold>();

  get(orderId: string): OpenHold | undefined {
    const unclaimed = this.#unclaimed.size === 0 ? undefined : this.#unclaimed.get(orderId);
    return unclaimed ?? this.owners?.ownerOf(orderId)?.hold;
  }

  set(orderId: string, hold: OpenHold): void {
    this.#unclaimed.set(orderId, hold);
  }

  delete(orderId: string): void {
    if (this.#unclaimed.size > 0 && this.#unclaimed.delete(orderId)) return;
    const owner = this.owners?.ownerOf(orderId);
    if (owner !== undefined) owner.hold = undefined;
  }

  /** Takes the hold out of the map: its order keeps it from now on. */
  claim(orderId: string): OpenHold | undefined {
    const hold = this.#unclaimed.get(orderId);
    this.#unclaimed.delete(orderId);
    return hold;
  }

  values(): OpenHold[] {
    const holds = [...this.#unclaimed.values()];
    for (const { hold } of this.owners?.owners() ?? []) if (hold !== undefined) holds.push(hold);
    return holds.sort((a, b) => a.number - b.number);
  }
}
