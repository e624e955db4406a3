import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderFacts } from '../../machines/index.ts';
import { FACT_TYPES, factNumber, orderCodec } from '../../src/schema/orderCodec.ts';
import type { RecordedFact } from '../../src/schema/recordedFact.ts';
import { anyOrder, factsOf, standardOrder } from './anyOrder.ts';
import { runs } from './runs.ts';

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

describe('a fact follows from its order', () => {
  test('if it is the one that the standard chart emits, whatever its number and time', () => {
    expect([...FACT_TYPES].sort()).toEqual(Object.keys(orderFacts).sort());
    fc.assert(
      fc.property(standardOrder, fc.nat(), fc.nat(), (order, seq, at) => {
        for (const [number, type] of FACT_TYPES.entries()) {
          expect(factNumber(order, { ...orderFacts[type](order), seq, at })).toBe(number);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  test('unless a member of it is another one, or missing, or one is added', () => {
    const change = fc.constantFrom('exchange', 'remove', 'add');
    fc.assert(
      fc.property(
        standardOrder,
        fc.constantFrom(...FACT_TYPES),
        change,
        fc.nat(),
        (order, type, change, drawn) => {
          const fact: Record<string, unknown> & RecordedFact = {
            ...orderFacts[type](order),
            seq: 1,
            at: 2,
          };
          const members = Object.keys(fact).filter((name) => name !== 'seq' && name !== 'at');
          const member = members[drawn % members.length] as string;
          if (change === 'exchange') fact[member] = { other: true };
          else if (change === 'remove') delete fact[member];
          else fact.gift = undefined;
          expect(factNumber(order, fact)).toBe(-1);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
