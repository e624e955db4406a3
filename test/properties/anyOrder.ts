import fc from 'fast-check';
import { type OrderContext, orderFacts } from '../../machines/index.ts';
import type { RecordedFact } from '../../src/schema/recordedFact.ts';

const REQUIRED = [
  'orderId',
  'number',
  'userId',
  'lines',
  'totalMinor',
  'currency',
  'pricing',
  'createdAt',
  'paymentDueAt',
  'stock',
] as const;

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const time = fc.nat({ max: 4e12 });

/** Orders of the standard form, with numbers up to the given bound. */
function ordersUpTo(max: number): fc.Arbitrary<OrderContext> {
  const count = fc.nat({ max });
  const line = fc.record({
    sku: fc.string(),
    name: fc.string({ unit: 'binary' }),
    quantity: count,
    unitPriceMinor: count,
    lineTotalMinor: count,
    allocations: fc.array(fc.record({ location: fc.string(), quantity: count }), { maxLength: 3 }),
  });
  return fc.record(
    {
      orderId: fc.string(),
      number: count,
      userId: fc.string(),
      lines: fc.array(line, { maxLength: 4 }),
      totalMinor: count,
      currency: fc.string(),
      pricing: fc.string(),
      createdAt: time,
      paymentDueAt: time,
      stock: fc.constantFrom('held', 'committed', 'released'),
      trackingNumber: fc.string({ unit: 'binary' }),
      cancelReason: fc.string({ unit: 'grapheme' }),
    },
    { requiredKeys: [...REQUIRED] },
  );
}

/** Orders of the standard form, with numbers as a shop has them. */
export const ordinaryOrder = ordersUpTo(1e7);

/** Orders of the standard form, with any numbers. */
export const standardOrder = ordersUpTo(Number.MAX_SAFE_INTEGER);

/** Orders as a custom chart may leave them. */
export const anyOrder: fc.Arbitrary<OrderContext> = fc.oneof(
  standardOrder,
  ordinaryOrder,
  fc
    .tuple(standardOrder, fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()))
    .map(([order, more]) => ({ ...order, ...more }) as OrderContext),
  fc
    .tuple(standardOrder, fc.constantFrom('currency', 'paymentDueAt', 'lines', 'stock'))
    .map(([order, gone]) => {
      const { [gone as 'currency']: _, ...rest } = order;
      return rest as OrderContext;
    }),
  fc.tuple(standardOrder, fc.jsonValue()).map(([order, odd]) => {
    return { ...order, lines: order.lines.map((it) => ({ ...it, gift: odd })) };
  }),
);

const type = fc.constantFrom(...(Object.keys(orderFacts) as (keyof typeof orderFacts)[]));

const foreignFact = fc
  .record({ type: fc.oneof(type, fc.string()), seq: count, at: count, note: fc.jsonValue() })
  .map((fact): RecordedFact => fact);

/** Facts that follow from the order. */
export function ownFactsOf(order: OrderContext): fc.Arbitrary<RecordedFact[]> {
  return fc.array(ownFactOf(order), { maxLength: 6 });
}

/** Facts that follow from the order, and some that do not. */
export function factsOf(order: OrderContext): fc.Arbitrary<RecordedFact[]> {
  return fc.array(fc.oneof({ weight: 4, arbitrary: ownFactOf(order) }, foreignFact), {
    maxLength: 6,
  });
}

function ownFactOf(order: OrderContext): fc.Arbitrary<RecordedFact> {
  return fc
    .tuple(type, count, time)
    .map(([type, seq, at]): RecordedFact => ({ ...orderFacts[type](order), seq, at }));
}
