import type { AllocatedUnits, OpenHold, OrderContext, OrderLine } from '../../machines/index.ts';
import { ByteArena } from '../base/byteArena.ts';
import { ByteReader } from '../base/byteReader.ts';
import { ByteWriter } from '../base/byteWriter.ts';
import { countMembers } from '../base/countMembers.ts';
import { Interner, RecentText } from '../base/interner.ts';
import type { ActorArchive, ArchivedActor } from '../runtime/actorArchive.ts';
import { TextArchive } from '../runtime/textArchive.ts';
import type { ActorRecord } from '../schema/actorRecord.ts';
import { orderRecords } from '../schema/order.ts';
import {
  FACT_TYPES,
  factNumber,
  factOf,
  hasStandardMembers,
  hasStandardTerms,
  isStandardAllocation,
  type OrderFactType,
} from '../schema/orderCodec.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import { SoldNames } from './soldNames.ts';

/** Numbers for ids. A number belongs to its id for ever, since archived orders hold it. */
export interface Numbering {
  /** An integer from 0 on, less than the count of ids; undefined for an id without one. */
  numberOf(id: string): number | undefined;
  idOf(number: number): string;
}

/**
 * The numbers of an order's ids, which an order in memory keeps as its notes: the archive then looks no
 * id up. Ids stand beside the numbers, since the archive checks whether they are still those of the order.
 */
export interface OrderNotes {
  readonly userId: string;
  /** Undefined if the shop does not know the user. */
  readonly userNumber: number | undefined;
  /** The hold of the order, until it is resolved. */
  hold: OpenHold | undefined;
  /** SKU and number of each line. */
  readonly skus: readonly (string | number)[];
}

export interface OrderArchiveOptions {
  readonly skus: Numbering;
  readonly users: Numbering;
}

const STOCK = ['held', 'committed', 'released'] as const;
const NO_SKUS: OrderNotes['skus'] = [];

/** The first byte of a record: the index of the stock in two bits, and which texts follow. */
const STOCK_MASK = 3;
const HAS_TRACKING = 4;
const HAS_REASON = 8;

/** The lowest bit of an allocation's first number: all units of its line come from one location. */
const ONE_LOCATION = 1;

/**
 * Archives orders: one of the standard form, in a final state, takes about a hundred bytes. What follows from
 * other members is left out, and numbers that are close to others are written as differences. Any
 * other order is archived as text, under an odd handle.
 */
export class OrderArchive implements ActorArchive {
  readonly #skus: Numbering;
  readonly #users: Numbering;
  readonly #texts = new TextArchive(orderRecords);
  readonly #arena = new ByteArena();
  readonly #writer = new ByteWriter();
  readonly #names = new SoldNames();
  /** Names of states, locations, currencies and pricing strategies, of which there are few. */
  readonly #terms = new Interner();
  readonly #states = new RecentText(this.#terms);
  readonly #currencies = new RecentText(this.#terms);
  readonly #pricings = new RecentText(this.#terms);
  readonly #locations = new RecentText(this.#terms);

  constructor({ skus, users }: OrderArchiveOptions) {
    this.#skus = skus;
    this.#users = users;
  }

  get usedBytes(): number {
    return this.#arena.usedBytes + this.#texts.usedBytes;
  }

  get reservedBytes(): number {
    return this.#arena.reservedBytes + this.#texts.reservedBytes;
  }

  add(actor: ArchivedActor): number {
    const writer = this.#writer;
    writer.clear();
    if (!this.#write(actor)) return this.#texts.add(actor) * 2 + 1;
    return this.#arena.allocateWords(writer.words, writer.length) * 2;
  }

  get(handle: number): ActorRecord {
    if (handle % 2 === 1) return this.#texts.get((handle - 1) / 2);
    return this.#read(new ByteReader(this.#arena.read(handle / 2)));
  }

  delete(handle: number): void {
    if (handle % 2 === 1) this.#texts.delete((handle - 1) / 2);
    else this.#arena.free(handle / 2);
  }

  /** @returns false if the order has to be archived as text; what has been written is then void. */
  #write({ name, snapshot, history, notes }: ArchivedActor): boolean {
    const { status, value, output, historyValue } = snapshot;
    const isPlain = status === 'done' && typeof value === 'string' && output === undefined;
    if (!isPlain || countMembers(historyValue) > 0) return false;
    const order = snapshot.context as OrderContext;
    const known = notes as OrderNotes | undefined;
    return (
      hasStandardTerms(name, order) &&
      this.#writeTerms(order, value, known) &&
      this.#writeLines(order, known?.skus ?? NO_SKUS) &&
      this.#writeFacts(order, history)
    );
  }

  #read(reader: ByteReader): ActorRecord {
    const flags = reader.readByte();
    const orderId = reader.readText();
    const number = reader.readVarint();
    const userId = this.#users.idOf(reader.readVarint());
    const createdAt = reader.readVarint();
    const paymentDueAt = createdAt + reader.readSigned();
    const value = this.#readTerm(reader);
    const currency = this.#readTerm(reader);
    const pricing = this.#readTerm(reader);
    const trackingNumber = (flags & HAS_TRACKING) === 0 ? undefined : reader.readText();
    const cancelReason = (flags & HAS_REASON) === 0 ? undefined : reader.readText();
    const lines: OrderLine[] = [];
    let linesTotal = 0;
    for (let rest = reader.readVarint(); rest > 0; rest--) {
      const line = this.#readLine(reader);
      linesTotal += line.lineTotalMinor;
      lines.push(line);
    }
    const context: OrderContext = {
      stock: STOCK[flags & STOCK_MASK] as OrderContext['stock'],
      orderId,
      number,
      userId,
      lines,
      totalMinor: linesTotal + reader.readSigned(),
      currency,
      pricing,
      createdAt,
      paymentDueAt,
      ...(trackingNumber !== undefined && { trackingNumber }),
      ...(cancelReason !== undefined && { cancelReason }),
    };
    return {
      name: orderId,
      snapshot: {
        status: 'done',
        output: undefined,
        error: undefined,
        value,
        context,
        children: {},
        historyValue: {},
      },
      history: readFacts(context, reader),
      timers: [],
    };
  }

  #writeTerms(order: OrderContext, value: string, notes: OrderNotes | undefined): boolean {
    const { orderId, number, userId, currency, pricing, createdAt, paymentDueAt } = order;
    const { trackingNumber, cancelReason } = order;
    const stock = STOCK.indexOf(order.stock);
    const user = notes?.userId === userId ? notes.userNumber : this.#users.numberOf(userId);
    const areCounts = isCount(number) && isCount(createdAt) && isCount(paymentDueAt);
    if (!areCounts || stock < 0 || user === undefined) return false;
    if (typeof currency !== 'string' || typeof pricing !== 'string') return false;
    const writer = this.#writer;
    const tracking = trackingNumber === undefined ? 0 : HAS_TRACKING;
    const reason = cancelReason === undefined ? 0 : HAS_REASON;
    writer.writeByte(stock | tracking | reason);
    writer.writeText(orderId);
    writer.writeVarint(number);
    writer.writeVarint(user);
    writer.writeVarint(createdAt);
    writer.writeSigned(paymentDueAt - createdAt);
    writer.writeVarint(this.#states.numberOf(value));
    writer.writeVarint(this.#currencies.numberOf(currency));
    writer.writeVarint(this.#pricings.numberOf(pricing));
    if (trackingNumber !== undefined) writer.writeText(trackingNumber);
    if (cancelReason !== undefined) writer.writeText(cancelReason);
    return true;
  }

  /** The lines, and by how much the total differs from theirs. */
  #writeLines({ lines, totalMinor }: OrderContext, skus: OrderNotes['skus']): boolean {
    this.#writer.writeVarint(lines.length);
    let linesTotal = 0;
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      if (!hasStandardMembers(line)) return false;
      const at = index * 2;
      const isKnown = at < skus.length && skus[at] === line.sku;
      const sku = isKnown ? (skus[at + 1] as number) : this.#skus.numberOf(line.sku);
      if (sku === undefined || !this.#writeLine(line, sku)) return false;
      linesTotal += line.lineTotalMinor;
    }
    if (!isCount(totalMinor) || !Number.isSafeInteger(totalMinor - linesTotal)) return false;
    this.#writer.writeSigned(totalMinor - linesTotal);
    return true;
  }

  #writeLine(line: OrderLine, sku: number): boolean {
    const { name, quantity, unitPriceMinor, lineTotalMinor, allocations } = line;
    if (typeof name !== 'string') return false;
    if (!isCount(quantity) || !isCount(unitPriceMinor) || !isCount(lineTotalMinor)) return false;
    const listTotal = quantity * unitPriceMinor;
    if (!Number.isSafeInteger(listTotal)) return false;
    const writer = this.#writer;
    writer.writeVarint(sku);
    writer.writeVarint(this.#names.numberOf(sku, name));
    writer.writeVarint(quantity);
    writer.writeVarint(unitPriceMinor);
    writer.writeSigned(lineTotalMinor - listTotal);
    return this.#writeAllocations(allocations, quantity);
  }

  #readLine(reader: ByteReader): OrderLine {
    const skuNumber = reader.readVarint();
    const sku = this.#skus.idOf(skuNumber);
    const name = this.#names.nameOf(skuNumber, reader.readVarint());
    const quantity = reader.readVarint();
    const unitPriceMinor = reader.readVarint();
    const lineTotalMinor = quantity * unitPriceMinor + reader.readSigned();
    const allocations = this.#readAllocations(reader, quantity);
    return { sku, name, quantity, unitPriceMinor, lineTotalMinor, allocations };
  }

  /** The only location, if it has all units; otherwise the number of locations, and the units of each. */
  #writeAllocations(allocations: readonly AllocatedUnits[], lineQuantity: number): boolean {
    const writer = this.#writer;
    for (let index = 0; index < allocations.length; index++) {
      const units = allocations[index];
      if (!isStandardAllocation(units)) return false;
      if (typeof units.location !== 'string' || !isCount(units.quantity)) return false;
    }
    const first = allocations[0] as AllocatedUnits;
    if (allocations.length === 1 && first.quantity === lineQuantity) {
      writer.writeVarint(this.#locations.numberOf(first.location) * 2 + ONE_LOCATION);
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
      const location = this.#readTerm(reader);
      return { location, quantity: reader.readVarint() };
    });
  }

  #writeFacts(order: OrderContext, history: readonly RecordedFact[]): boolean {
    const writer = this.#writer;
    let lastSeq = 0;
    let lastAt = order.createdAt;
    for (let index = 0; index < history.length; index++) {
      const fact = history[index] as RecordedFact;
      const { seq, at } = fact;
      const number = factNumber(order, fact);
      if (number < 0 || !isCount(seq) || !isCount(at)) return false;
      writer.writeByte(number);
      writer.writeSigned(seq - lastSeq);
      writer.writeSigned(at - lastAt);
      lastSeq = seq;
      lastAt = at;
    }
    return true;
  }

  #readTerm(reader: ByteReader): string {
    return this.#terms.textOf(reader.readVarint());
  }
}

/** The facts are the rest of a record. */
function readFacts(order: OrderContext, reader: ByteReader): RecordedFact[] {
  const facts: RecordedFact[] = [];
  let seq = 0;
  let at = order.createdAt;
  while (reader.hasMore) {
    const type = FACT_TYPES[reader.readByte()] as OrderFactType;
    seq += reader.readSigned();
    at += reader.readSigned();
    facts.push(factOf(order, { type, seq, at }));
  }
  return facts;
}

/** True for a safe integer from 0 on; -0 is written as 0, as in JSON. */
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
