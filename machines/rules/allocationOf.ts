import type { AllocatedUnits } from './allocation.ts';
import { MAX_SHARED_LOCATIONS, MAX_SHARED_QUANTITY } from './limits.ts';

/** The shared allocations of one location, by quantity. */
interface SharedAllocations {
  readonly location: string;
  readonly byQuantity: (readonly AllocatedUnits[] | undefined)[];
}

/** Of all shops in the process: the allocations are frozen, so that sharing them shows nowhere. */
const shared = new Map<string, SharedAllocations>();

/** The location of the last call. Most stock is at one location, which then needs no look-up. */
let last: SharedAllocations | undefined;

/**
 * The allocation that takes all units from one location, frozen. Small quantities share one object
 * for each location and quantity.
 */
export function allocationOf(location: string, quantity: number): readonly AllocatedUnits[] {
  if (!isShared(quantity)) return freezeAllocations([{ location, quantity }]);
  if (last?.location !== location) last = sharedAt(location);
  if (last === undefined) return freezeAllocations([{ location, quantity }]);
  const { byQuantity } = last;
  const known = byQuantity[quantity];
  if (known !== undefined) return known;
  const made = freezeAllocations([{ location, quantity }]);
  byQuantity[quantity] = made;
  return made;
}

/** Freezes the list and its elements. */
export function freezeAllocations(allocations: readonly AllocatedUnits[]) {
  for (const part of allocations) Object.freeze(part);
  return Object.freeze(allocations);
}

function isShared(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity > 0 && quantity <= MAX_SHARED_QUANTITY;
}

/** Undefined if too many locations have shared allocations already. */
function sharedAt(location: string): SharedAllocations | undefined {
  let found = shared.get(location);
  if (found === undefined && shared.size < MAX_SHARED_LOCATIONS) {
    found = { location, byQuantity: new Array(MAX_SHARED_QUANTITY + 1).fill(undefined) };
    shared.set(location, found);
  }
  return found;
}
