import {
  type AllocatedUnits,
  type OrderContext,
  type OrderLine,
  orderFacts,
} from '../../machines/index.ts';
import { countMembers } from '../base/countMembers.ts';
import type { RecordedFact } from './recordedFact.ts';
import type { Contents, ContentsCodec } from './storedActor.ts';

/**
 * Writes an order of the standard form in a third of the bytes: lists in place of objects, and only
 * the number and the time of a fact that follows from the order. An order of another form, which a
 * chart of the user's may have, is written as it is.
 */
export const orderCodec: ContentsCodec = {
  pack(name, { context, history }) {
    const order = context as OrderContext;
    if (!isStandard(name, order)) return { context, history };
    const { number, userId, lines, totalMinor, currency, pricing, createdAt, paymentDueAt } = order;
    const { stock, trackingNumber = null, cancelReason = null } = order;
    return [
      [number, userId, totalMinor, currency, pricing, createdAt, paymentDueAt - createdAt],
      [stock, trackingNumber, cancelReason],
      lines.map(packLine),
      history.map((fact) => packFact(order, fact)),
    ];
  },

  unpack(orderId, packed) {
    if (!Array.isArray(packed)) return withAllocations(packed as Contents);
    const [terms, [stock, trackingNumber, cancelReason], lines, facts] =
      packed as unknown as Packed;
    const [number, userId, totalMinor, currency, pricing, createdAt, dueAfterMs] = terms;
    const context: OrderContext = {
      stock,
      orderId,
      number,
      userId,
      lines: lines.map(unpackLine),
      totalMinor,
      currency,
      pricing,
      createdAt,
      paymentDueAt: createdAt + dueAfterMs,
      ...(trackingNumber !== null && { trackingNumber }),
      ...(cancelReason !== null && { cancelReason }),
    };
    return { context, history: facts.map((fact) => unpackFact(context, fact)) };
  },
};

type Packed = readonly [
  terms: readonly [
    number: number,
    userId: string,
    totalMinor: number,
    currency: string,
    pricing: string,
    createdAt: number,
    dueAfterMs: number,
  ],
  outcome: readonly [OrderContext['stock'], string | null, string | null],
  lines: readonly PackedLine[],
  facts: readonly PackedFact[],
];

/** SKU, name, quantity, unit price, line total; then location and quantity of each allocation. */
type PackedLine = readonly [string, string, number, number, number, ...(string | number)[]];

/** Number and time of a fact that follows from the order; any other fact is written as it is. */
type PackedFact = readonly [type: OrderFactType, seq: number, afterMs: number] | RecordedFact;

/** The number of members that each order has. */
const TERM_COUNT = 10;

/** A line as format 1 has written it in an order of another form. */
type EarlierLine = Omit<OrderLine, 'allocations'> & {
  readonly parts?: OrderLine['allocations'];
  readonly allocations?: OrderLine['allocations'];
};

/** In format 1 the `allocations` of a line were called `parts`. */
function withAllocations(contents: Contents): Contents {
  const order = contents.context as { readonly lines?: unknown } | null;
  if (!Array.isArray(order?.lines) || !order.lines.some(hasParts)) return contents;
  const lines = (order.lines as readonly EarlierLine[]).map((line) => {
    if (!hasParts(line)) return line;
    const { parts, ...rest } = line;
    return { ...rest, allocations: parts };
  });
  return { ...contents, context: { ...order, lines } };
}

/** False when a chart of the user's has put `parts` of its own beside the `allocations`. */
function hasParts(line: EarlierLine | null): boolean {
  return line?.parts !== undefined && line.allocations === undefined;
}

/** The type of a fact that follows from the order. */
export type OrderFactType = keyof typeof orderFacts;

export const FACT_TYPES = [
  'order.placed',
  'order.confirmed',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
] as const satisfies readonly OrderFactType[];

type FactOfType<Type extends OrderFactType> = ReturnType<(typeof orderFacts)[Type]>;
type OrderFact = FactOfType<OrderFactType>;

/** The members that each fact of an order has: type, seq, at, orderId and userId. */
const COMMON_COUNT = 5;

/** True when the order has all standard members and no others: names can then be left out. */
export function isStandard(name: string, order: OrderContext): boolean {
  return hasStandardTerms(name, order) && order.lines.every(isStandardLine);
}

/** True when the order itself has all standard members and no others, whatever its lines have. */
export function hasStandardTerms(name: string, order: OrderContext): boolean {
  const { createdAt, paymentDueAt, trackingNumber, cancelReason } = order;
  if (
    order.orderId !== name ||
    order.number === undefined ||
    order.userId === undefined ||
    order.totalMinor === undefined ||
    order.currency === undefined ||
    order.pricing === undefined ||
    order.stock === undefined ||
    !Array.isArray(order.lines)
  ) {
    return false;
  }
  // Times are written as differences, which only numbers come back from.
  if (!Number.isSafeInteger(createdAt) || !Number.isSafeInteger(paymentDueAt)) return false;
  if (!Number.isSafeInteger(paymentDueAt - createdAt)) return false;
  let members = TERM_COUNT;
  if (trackingNumber !== undefined) {
    if (typeof trackingNumber !== 'string') return false;
    members++;
  }
  if (cancelReason !== undefined) {
    if (typeof cancelReason !== 'string') return false;
    members++;
  }
  return countMembers(order) === members;
}

function isStandardLine(line: OrderLine | null | undefined): boolean {
  return hasStandardMembers(line) && line.allocations.every(isStandardAllocation);
}

/** True when the line has all standard members and no others, whatever its allocations have. */
export function hasStandardMembers(line: OrderLine | null | undefined): line is OrderLine {
  return (
    line?.sku !== undefined &&
    line.name !== undefined &&
    line.quantity !== undefined &&
    line.unitPriceMinor !== undefined &&
    line.lineTotalMinor !== undefined &&
    Array.isArray(line.allocations) &&
    countMembers(line) === 6
  );
}

export function isStandardAllocation(
  allocation: AllocatedUnits | null | undefined,
): allocation is AllocatedUnits {
  return (
    allocation?.location !== undefined &&
    allocation.quantity !== undefined &&
    countMembers(allocation) === 2
  );
}

function packLine({ sku, name, quantity, unitPriceMinor, lineTotalMinor, allocations }: OrderLine) {
  const packed: (string | number)[] = [sku, name, quantity, unitPriceMinor, lineTotalMinor];
  for (const { location, quantity } of allocations) packed.push(location, quantity);
  return packed;
}

function unpackLine(packed: PackedLine): OrderLine {
  const [sku, name, quantity, unitPriceMinor, lineTotalMinor, ...units] = packed;
  const allocations: { location: string; quantity: number }[] = [];
  for (let index = 0; index < units.length; index += 2) {
    allocations.push({ location: units[index] as string, quantity: units[index + 1] as number });
  }
  return { sku, name, quantity, unitPriceMinor, lineTotalMinor, allocations };
}

function packFact(order: OrderContext, fact: RecordedFact): PackedFact {
  const { type, seq, at } = fact;
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(at)) return fact;
  const number = factNumber(order, fact);
  return number < 0 ? fact : [type as OrderFactType, seq, at - order.createdAt];
}

function unpackFact(order: OrderContext, packed: PackedFact): RecordedFact {
  if ('type' in packed) return packed;
  const [type, seq, afterMs] = packed;
  return factOf(order, { type, seq, at: order.createdAt + afterMs });
}

/** The place in {@link FACT_TYPES} of a fact that follows from the order, but for its number and time; otherwise -1. */
export function factNumber(order: OrderContext, fact: RecordedFact): number {
  const { type, orderId, userId } = fact as RecordedFact & Partial<OrderFact>;
  // Compares references first, while `===` reads both texts.
  if (!Object.is(orderId, order.orderId) || !Object.is(userId, order.userId)) return -1;
  const members = countMembers(fact);
  switch (type) {
    case 'order.placed': {
      const { totalMinor, paymentDueAt } = fact as Partial<FactOfType<'order.placed'>>;
      const isPlaced = totalMinor === order.totalMinor && paymentDueAt === order.paymentDueAt;
      return isPlaced && members === COMMON_COUNT + 2 ? 0 : -1;
    }
    case 'order.confirmed':
      return members === COMMON_COUNT ? 1 : -1;
    case 'order.shipped': {
      const { trackingNumber } = fact as Partial<FactOfType<'order.shipped'>>;
      const isShipped = trackingNumber === (order.trackingNumber ?? '');
      return isShipped && members === COMMON_COUNT + 1 ? 2 : -1;
    }
    case 'order.delivered':
      return members === COMMON_COUNT ? 3 : -1;
    case 'order.cancelled': {
      const { reason } = fact as Partial<FactOfType<'order.cancelled'>>;
      const more = order.cancelReason === undefined ? 0 : 1;
      return reason === order.cancelReason && members === COMMON_COUNT + more ? 4 : -1;
    }
    default:
      return -1;
  }
}

/** The fact that follows from the order, with its number and time. */
export function factOf(
  order: OrderContext,
  { type, seq, at }: RecordedFact & { readonly type: OrderFactType },
): RecordedFact {
  return Object.assign({ ...orderFacts[type](order) }, { seq, at });
}
