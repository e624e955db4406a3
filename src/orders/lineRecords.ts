import type { AllocatedUnits, OrderLine } from '../../machines/index.ts';
import type { ByteReader } from '../base/byteReader.ts';
import type { ByteWriter } from '../base/byteWriter.ts';
import { type Interner, RecentText } from '../base/interner.ts';
import { isCount } from '../base/isCount.ts';
import type { Item } from '../items/item.ts';
import { hasStandardMembers, isStandardAllocation } from '../schema/orderCodec.ts';
import type { Numbering } from './numbering.ts';
import { LINE_NOTES, type OrderNotes } from './orderNotes.ts';
import { SoldNames } from './soldNames.ts';

/** The lowest bit of an allocation's first number: all units of its line come from one location. */
const ONE_LOCATION = 1;

/** Below this quantity, the last frozen allocation of each quantity is remembered. */
const REMEMBERED_QUANTITIES = 65;

/** An allocation of one location that can never change, and the number that it is written as. */
interface FrozenAllocation {
  readonly allocations: readonly AllocatedUnits[];
  readonly head: number;
}

export interface LineRecordsOptions {
  readonly skus: Numbering;
  /** Numbers the names of locations. */
  readonly terms: Interner;
}

/** Writes the lines of archived orders, and reads them. */
export class LineRecords {
  readonly #skus: Numbering;
  readonly #terms: Interner;
  readonly #names = new SoldNames();
  readonly #locations: RecentText;
  /** By quantity: most lines share them. */
  readonly #frozen = new Array<FrozenAllocation | undefined>(REMEMBERED_QUANTITIES).fill(undefined);

  constructor({ skus, terms }: LineRecordsOptions) {
    this.#skus = skus;
    this.#terms = terms;
    this.#locations = new RecentText(terms);
  }

  /** What an order notes of its lines; undefined if the items are not those of the lines. */
  notesOf(
    lines: readonly Pick<OrderLine, 'sku' | 'name'>[],
    items: readonly Item[],
  ): OrderNotes['lines'] | undefined {
    const notes = new Array<string | number>(lines.length * LINE_NOTES);
    for (let index = 0; index < lines.length; index++) {
      const { sku, name } = lines[index] as OrderLine;
      const item = index < items.length ? items[index] : undefined;
      if (item?.sku !== sku) return undefined;
      const nameNumber = this.#nameNumberOf(item, name);
      if (nameNumber === undefined) return undefined;
      const at = index * LINE_NOTES;
      notes[at] = sku;
      notes[at + 1] = item.index;
      notes[at + 2] = name;
      notes[at + 3] = nameNumber;
    }
    return notes;
  }

  /**
   * Writes the line at an index.
   *
   * @returns false if it is not of the standard form; what has been written is then void.
   */
  write(
    line: OrderLine | null | undefined,
    index: number,
    notes: OrderNotes['lines'],
    writer: ByteWriter,
  ): line is OrderLine {
    if (!hasStandardMembers(line)) return false;
    const { name, quantity, unitPriceMinor, lineTotalMinor, allocations } = line;
    const at = index * LINE_NOTES;
    const isKnown = at < notes.length && Object.is(notes[at], line.sku);
    const sku = isKnown ? (notes[at + 1] as number) : this.#skus.numberOf(line.sku);
    if (sku === undefined) return false;
    const isKnownName = isKnown && Object.is(notes[at + 2], name);
    const nameNumber = isKnownName ? (notes[at + 3] as number) : this.#names.numberOf(sku, name);
    if (nameNumber === undefined) return false;
    if (!isCount(quantity) || !isCount(unitPriceMinor) || !isCount(lineTotalMinor)) return false;
    const listTotal = quantity * unitPriceMinor;
    if (!Number.isSafeInteger(listTotal)) return false;
    writer.writeVarint(sku);
    writer.writeVarint(nameNumber);
    writer.writeVarint(quantity);
    writer.writeVarint(unitPriceMinor);
    writer.writeSigned(lineTotalMinor - listTotal);
    return this.#writeAllocations(allocations, quantity, writer);
  }

  read(reader: ByteReader): OrderLine {
    const skuNumber = reader.readVarint();
    const sku = this.#skus.idOf(skuNumber);
    const name = this.#names.nameOf(skuNumber, reader.readVarint());
    const quantity = reader.readVarint();
    const unitPriceMinor = reader.readVarint();
    const lineTotalMinor = quantity * unitPriceMinor + reader.readSigned();
    const allocations = this.#readAllocations(reader, quantity);
    return { sku, name, quantity, unitPriceMinor, lineTotalMinor, allocations };
  }

  /** The number of a name, which the item remembers if it is the product's present one. */
  #nameNumberOf(item: Item, name: string): number | undefined {
    const isPresent = item.name !== undefined && Object.is(item.name, name);
    if (isPresent && item.nameNumber >= 0) return item.nameNumber;
    const number = this.#names.numberOf(item.index, name);
    if (isPresent && number !== undefined) item.nameNumber = number;
    return number;
  }

  /** The only location, if it has all units; otherwise the number of locations, and the units of each. */
  #writeAllocations(
    allocations: readonly AllocatedUnits[],
    lineQuantity: number,
    writer: ByteWriter,
  ): boolean {
    const frozen = lineQuantity < this.#frozen.length ? this.#frozen[lineQuantity] : undefined;
    if (frozen?.allocations === allocations) {
      writer.writeVarint(frozen.head);
      return true;
    }
    for (let index = 0; index < allocations.length; index++) {
      const units = allocations[index];
      if (!isStandardAllocation(units)) return false;
      if (typeof units.location !== 'string' || !isCount(units.quantity)) return false;
    }
    const first = allocations[0] as AllocatedUnits;
    if (allocations.length === 1 && first.quantity === lineQuantity) {
      const head = this.#locations.numberOf(first.location) * 2 + ONE_LOCATION;
      writer.writeVarint(head);
      if (
        lineQuantity < this.#frozen.length &&
        Object.isFrozen(allocations) &&
        Object.isFrozen(first)
      ) {
        this.#frozen[lineQuantity] = { allocations, head };
      }
      return true;
    }
    writer.writeVarint(allocations.length * 2);
    for (const { location, quantity } of allocations) {
      writer.writeVarint(this.#locations.numberOf(location));
      writer.writeVarint(quantity);
    }
    return true;
  }

  #readAllocations(reader: ByteReader, lineQuantity: number): AllocatedUnits[] {
    const head = reader.readVarint();
    if (head % 2 === ONE_LOCATION) {
      const location = this.#terms.textOf((head - ONE_LOCATION) / 2);
      return [{ location, quantity: lineQuantity }];
    }
    return Array.from({ length: head / 2 }, () => {
      const location = this.#terms.textOf(reader.readVarint());
      return { location, quantity: reader.readVarint() };
    });
  }
}
