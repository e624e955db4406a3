import type { AllocatedUnits, OrderContext, OrderLine } from '../../machines/index.ts';
import { isCount } from '../base/isCount.ts';
import { packJson, unpackJson } from '../store/packed/packJson.ts';
import type { PackReader } from '../store/packed/packReader.ts';
import type { PackWriter } from '../store/packed/packWriter.ts';
import { FACT_TYPES, factNumber, isStandard } from './orderCodec.ts';
import type { RecordedFact } from './recordedFact.ts';
import type { Contents } from './storedActor.ts';

/** What has become of the stock. The bits after its number say which texts follow. */
const STOCK = ['held', 'committed', 'released'] as const;
const STOCK_BITS = 0b11;
const HAS_TRACKING = 4;
const HAS_REASON = 8;

/** In place of the number of a type: a fact that does not follow from the order is written as it is. */
const OTHER_FACT = FACT_TYPES.length;

/**
 * Writes an order of the standard form. Its name is not written.
 *
 * @returns false, with a part of it written, for any other one.
 */
export function packOrder(writer: PackWriter, name: string, { context, history }: Contents) {
  const order = context as OrderContext;
  return (
    isStandard(name, order) &&
    packTerms(writer, order) &&
    packLines(writer, order.lines) &&
    packOwnFacts(writer, order, history)
  );
}

function packTerms(writer: PackWriter, order: OrderContext): boolean {
  const { number, userId, totalMinor, currency, pricing, createdAt, paymentDueAt } = order;
  const { trackingNumber, cancelReason } = order;
  const stock = STOCK.indexOf(order.stock);
  if (stock < 0 || !isCount(number) || !isCount(totalMinor) || !isCount(createdAt)) return false;
  if (typeof userId !== 'string' || typeof currency !== 'string') return false;
  if (typeof pricing !== 'string') return false;
  const tracking = trackingNumber === undefined ? 0 : HAS_TRACKING;
  const reason = cancelReason === undefined ? 0 : HAS_REASON;
  writer.writeByte(stock | tracking | reason);
  writer.writeVarint(number);
  writer.writeShared(userId);
  writer.writeVarint(totalMinor);
  writer.writeShared(currency);
  writer.writeShared(pricing);
  writer.writeVarint(createdAt);
  writer.writeSigned(paymentDueAt - createdAt);
  if (trackingNumber !== undefined) writer.writeText(trackingNumber);
  if (cancelReason !== undefined) writer.writeShared(cancelReason);
  return true;
}

function packLines(writer: PackWriter, lines: readonly OrderLine[]): boolean {
  writer.writeVarint(lines.length);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as OrderLine;
    const { sku, name, quantity, unitPriceMinor, lineTotalMinor, allocations } = line;
    if (typeof sku !== 'string' || typeof name !== 'string' || !isCount(quantity)) return false;
    if (!isCount(unitPriceMinor) || !isCount(lineTotalMinor)) return false;
    writer.writeShared(sku);
    writer.writeShared(name);
    writer.writeVarint(quantity);
    writer.writeVarint(unitPriceMinor);
    writer.writeVarint(lineTotalMinor);
    if (!packAllocations(writer, allocations)) return false;
  }
  return true;
}

function packAllocations(writer: PackWriter, allocations: readonly AllocatedUnits[]): boolean {
  writer.writeVarint(allocations.length);
  for (let index = 0; index < allocations.length; index++) {
    const { location, quantity } = allocations[index] as AllocatedUnits;
    if (typeof location !== 'string' || !isCount(quantity)) return false;
    writer.writeShared(location);
    writer.writeVarint(quantity);
  }
  return true;
}

function packOwnFacts(
  writer: PackWriter,
  order: OrderContext,
  history: readonly RecordedFact[],
): boolean {
  writer.writeVarint(history.length);
  let lastSeq = 0;
  let lastAfterMs = 0;
  for (let index = 0; index < history.length; index++) {
    const fact = history[index] as RecordedFact;
    const { seq, at } = fact;
    const isOwn = Number.isSafeInteger(seq) && Number.isSafeInteger(at);
    const number = isOwn ? factNumber(order, fact) : -1;
    if (number < 0) {
      writer.writeByte(OTHER_FACT);
      if (!packJson(writer, fact)) return false;
      continue;
    }
    const afterMs = at - order.createdAt;
    // The difference of two safe integers may be none.
    if (!Number.isSafeInteger(seq - lastSeq)) return false;
    if (!Number.isSafeInteger(afterMs) || !Number.isSafeInteger(afterMs - lastAfterMs))
      return false;
    writer.writeByte(number);
    writer.writeSigned(seq - lastSeq);
    writer.writeSigned(afterMs - lastAfterMs);
    lastSeq = seq;
    lastAfterMs = afterMs;
  }
  return true;
}

/** Reads what {@link packOrder} has written as JSON text: what `orderCodec.pack` makes of the order. */
export function unpackOrder(reader: PackReader): string {
  const head = reader.readByte();
  const number = reader.readVarint();
  const userId = JSON.stringify(reader.readShared());
  const totalMinor = reader.readVarint();
  const currency = JSON.stringify(reader.readShared());
  const pricing = JSON.stringify(reader.readShared());
  const times = `${reader.readVarint()},${reader.readSigned()}`;
  const tracking = (head & HAS_TRACKING) === 0 ? 'null' : JSON.stringify(reader.readText());
  const reason = (head & HAS_REASON) === 0 ? 'null' : JSON.stringify(reader.readShared());
  const terms = `[${number},${userId},${totalMinor},${currency},${pricing},${times}]`;
  const outcome = `["${nameOf(STOCK, head & STOCK_BITS)}",${tracking},${reason}]`;
  return `[${terms},${outcome},${unpackLines(reader)},${unpackFacts(reader)}]`;
}

function unpackLines(reader: PackReader): string {
  const lines: string[] = [];
  for (let left = reader.readVarint(); left > 0; left--) {
    const names = `${JSON.stringify(reader.readShared())},${JSON.stringify(reader.readShared())}`;
    let line = `${names},${reader.readVarint()},${reader.readVarint()},${reader.readVarint()}`;
    for (let units = reader.readVarint(); units > 0; units--) {
      line += `,${JSON.stringify(reader.readShared())},${reader.readVarint()}`;
    }
    lines.push(`[${line}]`);
  }
  return `[${lines.join()}]`;
}

function unpackFacts(reader: PackReader): string {
  const facts: string[] = [];
  let seq = 0;
  let afterMs = 0;
  for (let left = reader.readVarint(); left > 0; left--) {
    const number = reader.readByte();
    if (number === OTHER_FACT) {
      facts.push(unpackJson(reader));
      continue;
    }
    const type = nameOf(FACT_TYPES, number);
    seq += reader.readSigned();
    afterMs += reader.readSigned();
    facts.push(`["${type}",${seq},${afterMs}]`);
  }
  return `[${facts.join()}]`;
}

/** @throws Error if no name has this number, because the bytes are damaged. */
function nameOf(names: readonly string[], number: number): string {
  const name = names[number];
  if (name === undefined) throw new Error(`expected one of ${names.length} names, got ${number}`);
  return name;
}
