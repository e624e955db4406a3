import type { OpenHold } from '../../machines/index.ts';

/**
 * The numbers of an order's ids and names, which an order in memory keeps: its archive then looks none up.
 * The texts stand beside their numbers, since the archive checks whether they are still those of the order.
 * It compares them with `Object.is`, which looks at references first, while `===` reads the texts, and
 * the processor may have to fetch those from far.
 */
export interface OrderNotes {
  readonly userId: string;
  /** Undefined if the shop does not know the user. */
  readonly userNumber: number | undefined;
  /** For each line {@link LINE_NOTES} elements: SKU, its number, name, its number. */
  readonly lines: readonly (string | number)[];
  /** The hold of the order, until it is resolved. */
  hold: OpenHold | undefined;
}

export const LINE_NOTES = 4;
