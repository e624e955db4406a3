import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OrderContext, orderFacts } from '../../machines/index.ts';
import { orderCodec } from '../../src/schema/orderCodec.ts';
import type { RecordedFact } from '../../src/schema/recordedFact.ts';
import { runs } from './runs.ts';

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const part = fc.record({ location: fc.string(), quantity: count });
const line = fc.record({
  sku: fc.string(),
  name: fc.string(),
  quantity: count,
  unitPriceMinor: count,
  lineTotalMinor: count,
  allocations: fc.array(part, { maxLength: 3 }),
});
const standardOrder: fc.Arbitrary<OrderContext> = fc.record(
  {
    orderId: fc.string(),
    number: count,
    userId: fc.string(),
    lines: fc.array(line, { maxLength: 4 }),
    totalMinor: count,
    currency: fc.string(),
    pricing: fc.string(),
    createdAt: fc.nat({ max: 4e12 }),
    paymentDueAt: fc.nat({ max: 4e12 }),
    stock: fc.constantFrom('held', 'committed', 'released'),
    trackingNumber: fc.string(),
    cancelReason: fc.string(),
  },
  {
    requiredKeys: [
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
    ],
  },
);
/** Orders as a custom chart may leave them. */
const anyOrder = fc.oneof(
  standardOrder,
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

/** Facts that follow from the order, and some that do not. */
function factsOf(order: OrderContext): fc.Arbitrary<RecordedFact[]> {
  const standard = fc
    .tuple(type, count, fc.nat({ max: 4e12 }))
    .map(([type, seq, at]): RecordedFact => ({ ...orderFacts[type](order), seq, at }));
  return fc.array(fc.oneof({ weight: 4, arbitrary: standard }, foreignFact), { maxLength: 6 });
}

const contents = anyOrder.chain((context) =>
  factsOf(context).map((history) => ({ context, history })),
);

/** What JSON makes of a value. */
const throughJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the codec of orders', () => {
  test('restores every order and every fact as JSON would', () => {
    fc.assert(
      fc.property(contents, fc.boolean(), (given, isOwnName) => {
        const name = isOwnName ? given.context.orderId : 'another';
        const packed = throughJson(orderCodec.pack(name, given));
        expect(orderCodec.unpack(name, packed)).toEqual(throughJson(given));
      }),
      { numRuns: runs(1000) },
    );
  });

  test('writes neither member names nor what follows from the order', () => {
    fc.assert(
      fc.property(standardOrder, (context) => {
        const history: RecordedFact[] = [{ ...orderFacts['order.placed'](context), seq: 7, at: 9 }];
        const packed = orderCodec.pack(context.orderId, { context, history }) as unknown[];
        expect(packed[3]).toEqual([['order.placed', 7, 9 - context.createdAt]]);
        expect(JSON.stringify(packed)).not.toContain('"totalMinor"');
      }),
    );
  });

  test('gives back an order of another form that format 1 has written', () => {
    const more = fc.dictionary(fc.constantFrom('gift', 'packedBy', 'weight'), fc.jsonValue(), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(standardOrder, more, (order, own) => {
        const given = { context: { ...order, ...own }, history: [] };
        const lines = order.lines.map(({ allocations, ...line }) => ({
          ...line,
          parts: allocations,
        }));
        const written = { ...given, context: { ...given.context, lines } };
        expect(orderCodec.unpack(order.orderId, throughJson(written))).toEqual(throughJson(given));
        // Unlike the present form, which such a line could be mistaken for.
        const packed = orderCodec.pack(order.orderId, given);
        expect(throughJson(packed)).toEqual(throughJson(given));
      }),
    );
  });

  test('leaves parts of an own chart alone, beside the allocations', () => {
    const context = {
      orderId: 'o',
      lines: [{ sku: 'kit', parts: ['a', 'b'], allocations: [{ location: 'main', quantity: 1 }] }],
    };
    const packed = throughJson(orderCodec.pack('o', { context, history: [] }));
    expect(orderCodec.unpack('o', packed)).toEqual({ context, history: [] });
  });
});
