import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerRecord } from '../../../src/schema/answer.ts';
import { cartRecords } from '../../../src/schema/cart.ts';
import { clockRecord } from '../../../src/schema/clock.ts';
import { factRecord } from '../../../src/schema/fact.ts';
import { orderRecords } from '../../../src/schema/order.ts';
import { orderIndexRecord } from '../../../src/schema/orderIndex.ts';
import { productRecord } from '../../../src/schema/product.ts';
import { stockRecord } from '../../../src/schema/stock.ts';
import { RECORDS } from '../../../src/schema/table.ts';
import { turnRecord } from '../../../src/schema/turn.ts';
import { userRecord } from '../../../src/schema/user.ts';
import { PackWriter } from '../../../src/store/packed/packWriter.ts';
import type { Key, RecordForm } from '../../../src/store/store.ts';
import { runs } from '../runs.ts';
import {
  anyCartActor,
  anyCount,
  anyData,
  anyFacts,
  anyNumber,
  anyOrderActor,
  anyText,
  deepData,
  likelyCount,
} from './anyContents.ts';
import { keyThroughPack, packed, readerOf, throughPack } from './roundTrip.ts';

const balance = fc.record({
  location: anyText,
  received: likelyCount,
  available: likelyCount,
  held: likelyCount,
  shipped: likelyCount,
});

const answer = fc.record({
  at: anyNumber,
  outcome: fc.oneof(anyData, deepData) as fc.Arbitrary<never>,
  request: fc.option(fc.record({ options: anyNumber, lines: anyNumber }), { nil: undefined }),
  clockOffsetMs: anyNumber,
});

const kinds: readonly (readonly [RecordForm, fc.Arbitrary<unknown>])[] = [
  [turnRecord, fc.record({ number: likelyCount, seq: likelyCount, at: likelyCount })],
  [stockRecord, fc.array(balance, { maxLength: 4 })],
  [orderIndexRecord, anyText],
  [factRecord, anyFacts],
  [answerRecord, answer],
  [orderRecords.active, anyOrderActor],
  [orderRecords.archived, anyOrderActor],
  [cartRecords.active, anyCartActor],
  [cartRecords.archived, anyCartActor],
  [clockRecord, fc.array(fc.record({ seq: anyNumber, byMs: anyNumber }))],
  [productRecord, fc.record({ number: anyNumber, entry: anyData })],
  // The kinds that are plain JSON have one codec.
  [userRecord, fc.oneof(anyData, deepData)],
];

/** The text of contents, or that they have none. */
function encoded(form: RecordForm, contents: unknown): string | undefined {
  try {
    return form.encode(contents);
  } catch {
    return undefined;
  }
}

describe.each(kinds)('packed records of a kind', (form, contents) => {
  const { name } = form as unknown as { readonly name: string };

  test(`${name}: are read as the text of their contents`, () => {
    const writer = new PackWriter();
    let packedCount = 0;
    fc.assert(
      fc.property(contents, (given) => {
        const text = throughPack(form, given, writer);
        if (text === undefined) return;
        packedCount++;
        expect(text).toBe(encoded(form, given));
      }),
      { numRuns: runs(400) },
    );
    expect(packedCount).toBeGreaterThan(runs(400) / 10);
  });

  test(`${name}: that are damaged give a text or an error`, () => {
    fc.assert(
      fc.property(contents, fc.nat(), fc.nat({ max: 255 }), fc.nat(), (given, at, byte, cut) => {
        const made = packed((writer) => form.pack(writer, given));
        if (made === undefined) return;
        const damaged = Buffer.from(made.bytes);
        if (damaged.length > 0) damaged[at % damaged.length] = byte;
        for (const bytes of [damaged, made.bytes.subarray(0, cut % (made.bytes.length + 1))]) {
          try {
            expect(typeof form.unpack(readerOf(bytes, made.writer))).toBe('string');
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
            expect(String(error)).not.toMatch(/AssertionError|undefined|not a function/);
          }
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('the packed key of a record', () => {
  test.each(RECORDS.map((kind) => [kind.name, kind] as const))(
    'of %s is read as it was',
    (_, kind) => {
      const elements = kind.elements.map(({ type }) => (type === 'number' ? anyCount : anyText));
      const writer = new PackWriter();
      fc.assert(
        fc.property(fc.tuple(...(elements as fc.Arbitrary<string | number>[])), (drawn) => {
          const key: Key = [...kind.prefix, ...drawn];
          expect(keyThroughPack(kind, key, writer)).toEqual(key);
        }),
        { numRuns: runs(100) },
      );
    },
  );

  test('needs numbers that are safe integers from 0 on: a change with another number is a text', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        const put = orderIndexRecord.put(orderIndexRecord.key('ada', number), 'o-1');
        const gone = orderIndexRecord.delete(orderIndexRecord.key('ada', number));
        const hasForm = Number.isSafeInteger(number) && number >= 0;
        expect('form' in put).toBe(hasForm);
        expect('form' in gone).toBe(hasForm);
        expect(put).toMatchObject({ op: 'put', value: 'o-1' });
        expect(gone).toMatchObject({ op: 'delete' });
      }),
    );
  });
});
