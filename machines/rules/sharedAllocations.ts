import type { AllocatedUnits } from './allocation.ts';
import { MAX_SHARED_LOCATIONS, MAX_SHARED_QUANTITY } from './limits.ts';

/** The shared allocations of one location, by quantity. */
interface LocationAllocations {
  readonly location: string;
  readonly byQuantity: (readonly AllocatedUnits[] | undefined)[];
}

/**
 * Makes frozen allocations. Those that take a small quantity from one location are shared, so that
 * most order lines need none of their own.
 */
export class SharedAllocations {
  readonly #byLocation = new Map<string, LocationAllocations>();
  /** The location of the last call. Most stock is at one location, which then needs no look-up. */
  #last: LocationAllocations | undefined;

  /** The allocation that takes all units from one location. */
  allocationOf(location: string, quantity: number): readonly AllocatedUnits[] {
    if (!isShared(quantity)) return freezeAllocations([{ location, quantity }]);
    if (this.#last?.location !== location) this.#last = this.#sharedAt(location);
    if (this.#last === undefined) return freezeAllocations([{ location, quantity }]);
    const { byQuantity } = this.#last;
    const known = byQuantity[quantity];
    if (known !== undefined) return known;
    const made = freezeAllocations([{ location, quantity }]);
    byQuantity[quantity] = made;
    return made;
  }

  /** Allocations that are equal to the given ones. */
  copyOf(allocations: readonly AllocatedUnits[]): readonly AllocatedUnits[] {
    const [only] = allocations;
    if (only !== undefined && allocations.length === 1) {
      return this.allocationOf(only.location, only.quantity);
    }
    return freezeAllocations(allocations.map(({ location, quantity }) => ({ location, quantity })));
  }

  /** Undefined if too many locations have shared allocations already. */
  #sharedAt(location: string): LocationAllocations | undefined {
    let found = this.#byLocation.get(location);
    if (found === undefined && this.#byLocation.size < MAX_SHARED_LOCATIONS) {
      found = { location, byQuantity: new Array(MAX_SHARED_QUANTITY + 1).fill(undefined) };
      this.#byLocation.set(location, found);
    }
    return found;
  }
}

/** Those of all shops in the process, which cannot disturb each other, since nothing can change. */
export const sharedAllocations = new SharedAllocations();

function isShared(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity > 0 && quantity <= MAX_SHARED_QUANTITY;
}

function freezeAllocations(allocations: readonly AllocatedUnits[]): readonly AllocatedUnits[] {
  for (const part of allocations) Object.freeze(part);
  return Object.freeze(allocations);
}
