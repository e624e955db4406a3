import type { CartLine } from '../../machines/index.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ListedItem } from '../items/item.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import type { Located } from '../runtime/located.ts';

/** The items of the lines, in their order; undefined for a line whose product is not in the catalogue. */
export type CartItems = readonly (ListedItem | undefined)[];

/**
 * The items of the lines of a cart. A cart in memory keeps them, so that each is looked up once for all
 * commands and reads of its line.
 */
export function itemsOf(
  cart: Located | undefined,
  lines: readonly CartLine[],
  catalog: Catalog,
): CartItems {
  const actor = cart instanceof LiveActor ? cart : undefined;
  const found = actor?.notes as readonly ListedItem[] | undefined;
  if (found !== undefined && areOf(lines, found)) return found;
  const items = new Array<ListedItem | undefined>(lines.length);
  for (let index = 0; index < lines.length; index++) {
    const { sku } = lines[index] as CartLine;
    const before = found?.[index];
    items[index] = before?.sku === sku ? before : catalog.find(sku);
  }
  // A product that is missing may be added later.
  if (actor !== undefined && !items.includes(undefined)) actor.notes = items;
  return items;
}

function areOf(lines: readonly CartLine[], items: readonly ListedItem[]): boolean {
  if (lines.length !== items.length) return false;
  for (let index = 0; index < lines.length; index++) {
    if (lines[index]?.sku !== items[index]?.sku) return false;
  }
  return true;
}
