import fc from 'fast-check';
import type { OrderContext } from '../../../machines/index.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import type { ActorRecord } from '../../../src/schema/storedActor.ts';
import { anyOrder, factsOf } from '../anyOrder.ts';

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

/** Data as a program has them: with undefined members, holes, dates, functions and classes. */
export const anyData: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(anyText, anyNumber, fc.boolean(), fc.constantFrom(null, undefined)),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('data'), { maxKeys: 4 }),
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
  ),
})).data;

/** A chain of lists, deeper than packed JSON goes. */
export const deepData = fc.nat({ max: 40 }).map((depth) => {
  let data: unknown = 'end';
  for (let left = depth; left > 0; left--) data = [data, { data }];
  return data;
});

/** Members of facts and contexts of charts of the user's. */
const ownMembers = fc.dictionary(anyText, anyData, { maxKeys: 3 });

/** Facts as a turn records them, and some that no turn does. */
export const anyFacts: fc.Arbitrary<readonly RecordedFact[]> = fc
  .tuple(
    anyCount,
    fc.array(
      fc.tuple(fc.oneof(fc.constantFrom('order.placed', 'x'), anyText), anyCount, ownMembers),
    ),
    fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, fc.tuple(fc.nat(), anyNumber)),
    fc.boolean(),
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

const timer = fc
  .record({
    type: fc.oneof(fc.constant('xstate.after.paymentTimeout.order.pending'), anyText),
    dueAt: likelyCount,
    since: fc.option(likelyCount, { nil: undefined }),
    isNamed: fc.boolean(),
    more: fc.oneof(
      { weight: 6, arbitrary: fc.constant({}) },
      fc.constantFrom({ owner: 'cart:ada' }, { target: 'order:1' }, { owner: undefined }),
    ),
    own: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, ownMembers),
  })
  .map(({ type, dueAt, since, isNamed, more, own }) => {
    const event = { ...own, type };
    return { id: isNamed ? `${type}!` : type, event, dueAt, since, ...more };
  });

/** Actors with this context and history, in every form that an actor may have. */
export function actorsOf(
  name: string,
  context: unknown,
  history: readonly RecordedFact[],
): fc.Arbitrary<ActorRecord> {
  const rare = (arbitrary: fc.Arbitrary<unknown>, usual: unknown) =>
    fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, arbitrary);
  return fc
    .record({
      status: fc.constantFrom('active', 'done', 'error', 'stopped'),
      value: rare(fc.constantFrom({ open: 'a' }, 'x'.repeat(80)), 'open'),
      output: rare(fc.constantFrom(null, 1), undefined),
      historyValue: rare(fc.constant({ 'a.hist': [{ id: 'a.b' }] }), {}),
      children: rare(fc.constant({ child: { src: 'pay', snapshot: {} } }), {}),
      timers: fc.array(timer, { maxLength: 3 }),
      since: fc.oneof(fc.constant(undefined), likelyCount, fc.constant({ open: 7 })),
      isSince: fc.boolean(),
      clockOffsetMs: fc.oneof(fc.constant(0), fc.maxSafeInteger(), fc.constant(0.5)),
    })
    .map(({ status, value, output, historyValue, children, timers, since, isSince, ...rest }) => {
      const snapshot = { status, value, output, historyValue, children, context, error: undefined };
      const own = isSince ? timers.map((each) => ({ ...each, since })) : timers;
      return { name, snapshot, history, timers: own, since, ...rest } as unknown as ActorRecord;
    });
}

/** Orders with any context, odd texts and numbers among them. */
export const anyOrderActor = fc
  .tuple(anyOrder, fc.boolean(), fc.tuple(anyText, anyText, likelyCount))
  .map(([order, isOdd, [sku, location, quantity]]): OrderContext => {
    if (!isOdd || !Array.isArray(order.lines)) return order;
    const lines = order.lines.map((line) => ({
      ...line,
      sku,
      allocations: [{ location, quantity }],
    }));
    return { ...order, lines };
  })
  .chain((context) =>
    fc
      .tuple(factsOf(context), fc.option(fc.tuple(fc.nat({ max: 5 }), anyNumber, anyNumber)))
      .map(([history, odd]) => ({
        context,
        history: history.map((fact, index) =>
          odd?.[0] === index ? { ...fact, seq: odd[1], at: odd[2] } : fact,
        ),
      })),
  )
  .chain(({ context, history }) =>
    fc.constantFrom(context.orderId, 'another').chain((name) => actorsOf(name, context, history)),
  );

export const anyCartActor = fc
  .tuple(anyText, anyData, anyFacts)
  .chain(([name, context, history]) => actorsOf(name, context, history));
