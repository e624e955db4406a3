import type { OpenHold, OrderContext, OrderInput, OrderLine } from '../../machines/index.ts';
import { ByteArena } from '../base/byteArena.ts';
import { ByteReader } from '../base/byteReader.ts';
import { ByteWriter } from '../base/byteWriter.ts';
import { countMembers } from '../base/countMembers.ts';
import { Interner, RecentText } from '../base/interner.ts';
import { isCount } from '../base/isCount.ts';
import type { Item } from '../items/item.ts';
import type { ActorArchive, ArchivedActor } from '../runtime/actorArchive.ts';
import { TextArchive } from '../runtime/textArchive.ts';
import { orderRecords } from '../schema/order.ts';
import {
  FACT_TYPES,
  factNumber,
  factOf,
  hasStandardTerms,
  type OrderFactType,
} from '../schema/orderCodec.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { ActorRecord } from '../schema/storedActor.ts';
import { LineRecords } from './lineRecords.ts';
import type { Numbering } from './numbering.ts';
import type { OrderNotes } from './orderNotes.ts';

export interface OrderArchiveOptions {
  readonly skus: Numbering;
  readonly users: Numbering;
}

const STOCK = ['held', 'committed', 'released'] as const;
const NO_LINES: OrderNotes['lines'] = [];

/** The first byte of a record: the index of the stock in two bits, and which texts follow. */
const STOCK_MASK = 3;
const HAS_TRACKING = 4;
const HAS_REASON = 8;

/**
 * Archives orders: one of the standard form, in a final state, takes about a hundred bytes. What follows from
 * other members is left out, and numbers that are close to others are written as differences. Any
 * other order is archived as text, under an odd handle.
 */
export class OrderArchive implements ActorArchive {
  readonly #users: Numbering;
  readonly #texts = new TextArchive(orderRecords);
  readonly #arena = new ByteArena();
  readonly #writer = new ByteWriter();
  /** Names of states, locations, currencies and pricing strategies, of which there are few. */
  readonly #terms = new Interner();
  readonly #states = new RecentText(this.#terms);
  readonly #currencies = new RecentText(this.#terms);
  readonly #pricings = new RecentText(this.#terms);
  readonly #lines: LineRecords;

  constructor({ skus, users }: OrderArchiveOptions) {
    this.#lines = new LineRecords({ skus, terms: this.#terms });
    this.#users = users;
  }

  get usedBytes(): number {
    return this.#arena.usedBytes + this.#texts.usedBytes;
  }

  get reservedBytes(): number {
    return this.#arena.reservedBytes + this.#texts.reservedBytes;
  }

  /** Notes what an order that has just been placed has to keep, to be archived faster. */
  note(
    notes: OrderNotes,
    { userId, lines }: OrderInput,
    userNumber: number | undefined,
    hold: OpenHold | undefined,
  ): void {
    // All entries of the ledger are items.
    const items = hold?.entries as readonly Item[] | undefined;
    notes.hold = hold;
    notes.userId = userId;
    notes.userNumber = userNumber;
    notes.lines = (items && this.#lines.notesOf(lines, items)) ?? NO_LINES;
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
  #write(actor: ArchivedActor): boolean {
    const { name, snapshot, notes } = actor;
    const { status, value, output, historyValue } = snapshot;
    const isPlain = status === 'done' && typeof value === 'string' && output === undefined;
    if (!isPlain || countMembers(historyValue) > 0) return false;
    const order = snapshot.context as OrderContext;
    const known = notes as OrderNotes | undefined;
    return (
      hasStandardTerms(name, order) &&
      this.#writeTerms(order, value, known) &&
      this.#writeLines(order, known?.lines ?? NO_LINES) &&
      (known === undefined || known.factCount === 0
        ? this.#writeFacts(order, actor.history)
        : this.#writeNotedFacts(order, known))
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
      const line = this.#lines.read(reader);
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
      clockOffsetMs: 0,
    };
  }

  #writeTerms(order: OrderContext, value: string, notes: OrderNotes | undefined): boolean {
    const { orderId, number, userId, currency, pricing, createdAt, paymentDueAt } = order;
    const { trackingNumber, cancelReason } = order;
    const stock = STOCK.indexOf(order.stock);
    const isNoted = notes !== undefined && Object.is(notes.userId, userId);
    const user = isNoted ? notes.userNumber : this.#users.numberOf(userId);
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
  #writeLines({ lines, totalMinor }: OrderContext, notes: OrderNotes['lines']): boolean {
    this.#writer.writeVarint(lines.length);
    let linesTotal = 0;
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      if (!this.#lines.write(line, index, notes, this.#writer)) return false;
      linesTotal += line.lineTotalMinor;
    }
    if (!isCount(totalMinor) || !Number.isSafeInteger(totalMinor - linesTotal)) return false;
    this.#writer.writeSigned(totalMinor - linesTotal);
    return true;
  }

  #writeFacts(order: OrderContext, history: readonly RecordedFact[]): boolean {
    let lastSeq = 0;
    let lastAt = order.createdAt;
    for (let index = 0; index < history.length; index++) {
      const fact = history[index] as RecordedFact;
      const { seq, at } = fact;
      const number = factNumber(order, fact);
      if (number < 0 || !isCount(seq) || !isCount(at)) return false;
      this.#writeFact(number, seq - lastSeq, at - lastAt);
      lastSeq = seq;
      lastAt = at;
    }
    return true;
  }

  #writeNotedFacts({ createdAt }: OrderContext, notes: OrderNotes): boolean {
    let lastSeq = 0;
    let lastAt = createdAt;
    for (let index = 0; index < notes.factCount; index++) {
      const seq = notes.seqOf(index);
      const at = notes.atOf(index);
      this.#writeFact(notes.typeNumberOf(index), seq - lastSeq, at - lastAt);
      lastSeq = seq;
      lastAt = at;
    }
    return true;
  }

  #writeFact(typeNumber: number, seqAfterLast: number, msAfterLast: number): void {
    this.#writer.writeByte(typeNumber);
    this.#writer.writeSigned(seqAfterLast);
    this.#writer.writeSigned(msAfterLast);
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
