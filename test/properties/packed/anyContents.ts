import fc from 'fast-check';
import type { OrderContext } from '../../../machines/index.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import type { ActorRecord } from '../../../src/schema/storedActor.ts';
import { anyOrder, factsOf, ownFactsOf, standardOrder } from '../anyOrder.ts';

/** Texts with lone surrogates, U+0000, names of members that objects have, and long ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom('', '__proto__', 'toString', 'toJSON', '\0', '0', 'sku-1', '\ud800', '"\\'),
  fc.string({ minLength: 60, maxLength: 70 }),
  fc.string({ minLength: 120, maxLength: 300, unit: 'grapheme' }),
);

export const anyCount = fc.oneof(
  fc.nat(),
  fc.nat({ max: 300 }),
  fc.nat({ max: Number.MAX_SAFE_INTEGER }),
);

/** Any number that JavaScript has. */
export const anyNumber: fc.Arbitrary<number> = fc.oneof(
  anyCount,
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(-0, -1, 0.1, 1e21, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53),
);

/** Mostly numbers as they should be. */
export const likelyCount = fc.oneof(
  { weight: 8, arbitrary: anyCount },
  { weight: 1, arbitrary: anyNumber },
);

/** Data that JSON holds. */
const plainData: fc.Arbitrary<unknown> = dataOf(
  fc.oneof(anyText, anyNumber, fc.boolean(), fc.constantFrom(null, undefined)),
);

/** Data as a program has them: with undefined members, holes, dates, functions and classes. */
const oddData: fc.Arbitrary<unknown> = dataOf(
  fc.constantFrom(
    new Date(0),
    () => 1,
    Symbol('odd'),
    new Map([[1, 2]]),
    Object.assign(Object.create({ inherited: 1 }), { own: 2 }),
    Object('boxed'),
    // biome-ignore lint/suspicious/noSparseArray: JSON writes null for a hole.
    [1, , 2],
    { toJSON: () => 'replaced' },
    new (class Point {
      x = 1;
    })(),
  ),
);

export const anyData = fc.oneof({ weight: 3, arbitrary: plainData }, oddData);

function dataOf(leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    data: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('data'), { maxLength: 4 }),
      fc.dictionary(anyText, tie('data'), { maxKeys: 4 }),
    ),
  })).data;
}

/** A chain of lists, deeper than packed JSON goes. */
export const deepData = fc.nat({ max: 40 }).map((depth) => {
  let data: unknown = 'end';
  for (let left = depth; left > 0; left--) data = [data, { data }];
  return data;
});

/** Members of facts and contexts of charts of the user's. */
const ownMembers = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(anyText, plainData, { maxKeys: 3 }) },
  fc.dictionary(anyText, oddData, { maxKeys: 1 }),
);

/** Facts as a turn records them, and some that no turn does. */
export const anyFacts: fc.Arbitrary<readonly RecordedFact[]> = fc
  .tuple(
    anyCount,
    fc.array(
      fc.tuple(fc.oneof(fc.constantFrom('order.placed', 'x'), anyText), anyCount, ownMembers),
    ),
    fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, fc.tuple(fc.nat(), anyNumber)),
    fc.nat({ max: 4 }).map((drawn) => drawn === 0),
  )
  .map(([firstSeq, drawn, odd, isReversed]) => {
    const facts = drawn.map(([type, at, own], index): RecordedFact => {
      const common = { type, seq: firstSeq + index, at };
      return isReversed && index === 1 ? { ...own, ...common } : { ...common, ...own, ...common };
    });
    if (odd !== undefined && facts.length > 0) {
      const place = odd[0] % facts.length;
      facts[place] = { ...(facts[place] as RecordedFact), [odd[0] % 2 ? 'seq' : 'at']: odd[1] };
    }
    return facts;
  });

const plainTimer = fc
  .tuple(fc.oneof(fc.constant('xstate.after.paymentTimeout.order.pending'), anyText), anyCount)
  .map(([type, dueAt]) => ({ id: type, event: { type }, dueAt, since: undefined }));

const oddTimer = fc
  .record({
    type: anyText,
    dueAt: likelyCount,
    since: fc.option(likelyCount, { nil: undefined }),
    isNamed: fc.boolean(),
    more: fc.constantFrom({}, { owner: 'cart:ada' }, { target: 'order:1' }, { owner: undefined }),
    own: fc.oneof(fc.constant({}), ownMembers),
  })
  .map(({ type, dueAt, since, isNamed, more, own }) => {
    const event = { ...own, type };
    return { id: isNamed ? `${type}!` : type, event, dueAt, since, ...more };
  });

const status = fc.constantFrom('active', 'done', 'error', 'stopped');

/** What most actors have beside their contents. */
const plainState = fc.record({
  status,
  value: anyText,
  output: fc.constant(undefined),
  historyValue: fc.constant({}),
  children: fc.constant({}),
  timers: fc.array(plainTimer, { maxLength: 3 }),
  since: fc.option(anyCount, { nil: undefined }),
  clockOffsetMs: fc.oneof(fc.constant(0), fc.maxSafeInteger()),
});

const oddState = fc.record({
  status,
  value: fc.constantFrom('open', { open: 'a' }),
  output: fc.constantFrom(undefined, null, 1),
  historyValue: fc.constantFrom({}, { 'a.hist': [{ id: 'a.b' }] }),
  children: fc.constantFrom({}, { child: { src: 'pay', snapshot: {} } }),
  timers: fc.array(oddTimer, { maxLength: 3 }),
  since: fc.oneof(fc.constantFrom(undefined, { open: 7 }), likelyCount),
  clockOffsetMs: fc.constantFrom(0, 1, 0.5),
});

/** Actors with this context and history, in every form that an actor may have. */
function actorsOf(
  name: string,
  context: unknown,
  history: readonly RecordedFact[],
): fc.Arbitrary<ActorRecord> {
  const state = fc.oneof({ weight: 3, arbitrary: plainState }, oddState);
  return fc
    .tuple(state, fc.boolean())
    .map(([{ timers, since, clockOffsetMs, ...rest }, isSame]) => {
      const snapshot = { ...rest, context, error: undefined };
      const own = isSame ? timers.map((each) => ({ ...each, since })) : timers;
      return {
        name,
        snapshot,
        history,
        timers: own,
        since,
        clockOffsetMs,
      } as unknown as ActorRecord;
    });
}

/** Orders with odd texts in their lines. */
const oddLines = fc
  .tuple(anyOrder, anyText, anyText, likelyCount)
  .map(([order, sku, location, quantity]): OrderContext => {
    if (!Array.isArray(order.lines)) return order;
    const allocations = [{ location, quantity }];
    return { ...order, lines: order.lines.map((line) => ({ ...line, sku, allocations })) };
  });

/** A number and a time in place of those of one fact. */
const oddFact = fc.option(fc.tuple(fc.nat({ max: 5 }), anyNumber, anyNumber));

export const anyOrderActor = fc
  .oneof({ weight: 2, arbitrary: standardOrder }, anyOrder, oddLines)
  .chain((context) =>
    fc
      .tuple(fc.oneof(ownFactsOf(context), factsOf(context)), oddFact, fc.boolean())
      .map(([facts, odd, isOwnName]) => ({
        name: isOwnName ? context.orderId : 'another',
        context,
        history: facts.map((fact, index) =>
          odd?.[0] === index ? { ...fact, seq: odd[1], at: odd[2] } : fact,
        ),
      })),
  )
  .chain(({ name, context, history }) => actorsOf(name, context, history));

export const anyCartActor = fc
  .tuple(anyText, anyData, anyFacts)
  .chain(([name, context, history]) => actorsOf(name, context, history));
