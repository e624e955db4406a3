import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { nanoid } from 'nanoid';
import { describe, expect, test } from 'vitest';
import {
  type OrderContext,
  type OrderLine,
  orderFacts,
  orderMachine,
} from '../../machines/index.ts';
import { OpenHold } from '../../machines/rules/hold.ts';
import { Interner } from '../../src/base/interner.ts';
import { Item } from '../../src/items/item.ts';
import type { Numbering } from '../../src/orders/numbering.ts';
import { OrderArchive } from '../../src/orders/orderArchive.ts';
import { OrderNotes } from '../../src/orders/orderNotes.ts';
import type { ArchivedActor } from '../../src/runtime/actorArchive.ts';
import { TextArchive } from '../../src/runtime/textArchive.ts';
import { orderRecords } from '../../src/schema/order.ts';
import type { RecordedFact } from '../../src/schema/recordedFact.ts';
import type { ActorRecord, RecordedSnapshot } from '../../src/schema/storedActor.ts';
import { anyOrder, factsOf, ordinaryOrder, ownFactsOf } from './anyOrder.ts';
import { runs } from './runs.ts';

/** Numbers every id but those with a question mark. */
function numbering(): Numbering {
  const ids = new Interner();
  return {
    numberOf: (id) =>
      typeof id !== 'string' || id.includes('?') ? undefined : ids.numberOf(`${id}`),
    idOf: (number) => ids.textOf(number),
  };
}

/** Without the machine, so that what fast-check prints of a failure can be read. */
type Archivable = Omit<ArchivedActor, 'machine'>;

const machine = orderMachine;

// Random values are compared by `deepStrictEqual`: for `toStrictEqual`, two objects that have an object as their
// member `constructor` are of different types.

function openArchive(): OrderArchive {
  return new OrderArchive({ skus: numbering(), users: numbering() });
}

function actorOf(
  context: unknown,
  history: readonly RecordedFact[],
  {
    name = (context as OrderContext).orderId,
    ...snapshot
  }: Partial<RecordedSnapshot & { name: string }> = {},
): Archivable {
  const standard = {
    status: 'done',
    value: 'delivered',
    context,
    output: undefined,
    historyValue: {},
    children: {},
  } as const;
  return { name, snapshot: { ...standard, ...snapshot }, history };
}

/** What a store gives back: context and history as JSON makes them, whatever codec has written them. */
function fromStore(actor: Archivable): ActorRecord {
  const { archived } = orderRecords;
  const text = archived.encode({ ...actor, machine, timers: [] });
  const record = archived.decode(text, archived.key(actor.name));
  const { context, history } = JSON.parse(
    JSON.stringify({ context: actor.snapshot.context, history: actor.history }),
  ) as { context: unknown; history: RecordedFact[] };
  return { ...record, snapshot: { ...record.snapshot, context }, history };
}

function bytesOf(actor: Archivable): number {
  const archive = openArchive();
  archive.add({ ...actor, machine });
  return archive.usedBytes;
}

const ordinary = fc
  // Cloned, since an object without a prototype comes back with one.
  .tuple(
    ordinaryOrder.map((order) => structuredClone(order)),
    fc.constantFrom('delivered', 'cancelled', 'returned'),
  )
  .filter(([{ userId, lines }]) => !/\?/.test([userId, ...lines.map(({ sku }) => sku)].join()))
  .chain(([order, value]) =>
    ownFactsOf(order).map((history) => actorOf(order, history, { value })),
  );

/** Values that no varint holds, or that no order has. */
const oddValue = fc.constantFrom<unknown>(
  -0,
  -1,
  0.5,
  Number.NaN,
  Infinity,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  undefined,
  null,
  true,
  '7',
  '?',
  '\ud800',
  '',
  [],
  {},
);
/**
 * An ordinary order with one member of it, of its lines, allocations or facts exchanged, renamed
 * or added.
 */
const oddMember = fc
  .tuple(ordinary, fc.constantFrom('exchange', 'rename', 'add'), oddValue, fc.nat())
  .map(([actor, change, odd, drawn]): Archivable => {
    const { snapshot, history } = structuredClone({
      snapshot: actor.snapshot,
      history: actor.history,
    });
    const context = snapshot.context as OrderContext;
    const { lines } = context;
    const lists = [lines, ...lines.map(({ allocations }) => allocations)];
    const objects: object[] = [context, ...lines, ...lists.slice(1).flat(), ...history];
    const members = [...objects, ...(change === 'exchange' ? lists : [])].flatMap((owner) =>
      Object.keys(owner)
        .filter((name) => name !== 'type')
        .map((name) => [owner as Record<string, unknown>, name] as const),
    );
    const [owner, name] = members[drawn % members.length] as (typeof members)[number];
    if (change === 'exchange') {
      owner[name] = odd;
    } else {
      owner.gift = change === 'add' ? odd : owner[name];
      if (change === 'rename') delete owner[name];
    }
    return { ...actor, snapshot, history };
  });
/** Actors in states of other charts, or of other kinds. */
const oddSnapshot = fc
  .tuple(
    ordinary,
    fc.oneof(
      fc.constant({ value: { shipped: 'on its way' } }),
      fc.constant({ value: { a: {}, b: { c: 'd' } } }),
      fc.constant({ status: 'active', value: 'pending' } as const),
      fc.constant({ status: 'stopped' } as const),
      fc.jsonValue().map((output) => ({ output })),
      fc.constant({
        historyValue: { 'order.history': [{ id: 'order.shipped' }] },
      } as unknown as Pick<RecordedSnapshot, 'historyValue'>),
      fc.string().map((name) => ({ name })),
    ),
  )
  .map(([{ snapshot, history }, odd]) => actorOf(snapshot.context, history, odd));
const any = fc.oneof(
  { weight: 3, arbitrary: ordinary },
  { weight: 3, arbitrary: oddMember },
  { weight: 1, arbitrary: oddSnapshot },
  {
    weight: 3,
    arbitrary: fc
      .tuple(anyOrder, fc.string())
      .filter(([order]) => order !== null)
      .chain(([order]) => factsOf(order).map((history) => actorOf(order, history))),
  },
);

describe('the archive of orders', () => {
  test('gives an ordinary order back exactly as it was', () => {
    const archive = openArchive();
    fc.assert(
      fc.property(ordinary, (actor) => {
        const { name, snapshot, history, timers } = archive.get(archive.add({ ...actor, machine }));
        expect(name).toBe(actor.name);
        deepStrictEqual(snapshot, { ...actor.snapshot, error: undefined });
        deepStrictEqual(history, actor.history);
        expect(timers).toEqual([]);
      }),
      { numRuns: runs(500) },
    );
  });

  test('gives any order back as a store does', () => {
    const archive = openArchive();
    fc.assert(
      fc.property(any, (actor) => {
        // Not vitest's comparison, which takes a member named `constructor` for the class of an object.
        deepStrictEqual(archive.get(archive.add({ ...actor, machine })), fromStore(actor));
      }),
      { numRuns: runs(2000) },
    );
  });

  test('keeps each of many orders until it is deleted', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: any.map((actor) => ({ actor })) },
      { weight: 2, arbitrary: fc.nat().map((index) => ({ index })) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const archive = openArchive();
        const model = new Map<number, Archivable>();
        for (const drawn of steps) {
          if ('actor' in drawn) {
            const handle = archive.add({ ...drawn.actor, machine });
            expect(model.has(handle)).toBe(false);
            model.set(handle, drawn.actor);
          } else if (model.size > 0) {
            const handle = [...model.keys()][drawn.index % model.size] as number;
            archive.delete(handle);
            model.delete(handle);
          }
        }
        for (const [handle, actor] of model) {
          deepStrictEqual(archive.get(handle), fromStore(actor));
          archive.delete(handle);
        }
        expect(archive.usedBytes).toBe(0);
      }),
      { numRuns: runs(50) },
    );
  });

  test('does not hold what it is given: a later change to the order is not seen', () => {
    const archive = openArchive();
    const actor = typicalOrder();
    const expected = structuredClone(actor.snapshot.context);
    const handle = archive.add({ ...actor, machine });
    const { lines } = actor.snapshot.context as OrderContext;
    Object.assign(lines[0] as object, { quantity: 99 });
    expect(archive.get(handle).snapshot.context).toEqual(expected);
    Object.assign(archive.get(handle).snapshot.context as object, { number: 0 });
    expect(archive.get(handle).snapshot.context).toEqual(expected);
  });
});

describe('what an order notes for its archive', () => {
  const { context, history } = (() => {
    const { snapshot, history } = typicalOrder();
    return { context: snapshot.context as OrderContext, history };
  })();

  /** An archive whose ids are numbered by what it is told, and that looks none up. */
  function openNoted(names: readonly (string | undefined)[] = []) {
    const lookups: string[] = [];
    const ids = new Interner();
    const numbers: Numbering = {
      numberOf(id) {
        lookups.push(id);
        return ids.numberOf(id);
      },
      idOf: (number) => ids.textOf(number),
    };
    const items = context.lines.map(({ sku }, index) => {
      const item = new Item(sku, ids.numberOf(sku));
      const name = names[index];
      item.name = name;
      return item;
    });
    const archive = new OrderArchive({ skus: numbers, users: numbers });
    return { archive, items, lookups, user: ids.numberOf(context.userId) };
  }

  function holdOf(items: readonly Item[]): OpenHold {
    return new OpenHold(context.orderId, context.lines, items, 1);
  }

  function notesIn(archive: OrderArchive, user: number, hold: OpenHold | undefined): OrderNotes {
    const notes = new OrderNotes();
    archive.note(notes, context, user, hold);
    return notes;
  }

  test('has its facts too, if its chart is the standard one', () => {
    const { archive, items, user } = openNoted();
    const notes = notesIn(archive, user, holdOf(items));
    for (const fact of history) notes.add(fact);
    expect(notes.facts({ context })).toStrictEqual(history);
    const actor = { ...actorOf(context, []), machine, notes };
    expect(archive.get(archive.add(actor))).toStrictEqual(fromStore(actorOf(context, history)));
    expect(() => notes.add({ type: 'order.cancelled', seq: 1, at: 1 })).toThrow('as fact 5');
    expect(() => new OrderNotes().add({ type: 'mine', seq: 1, at: 1 })).toThrow('mine as fact 1');
  });

  test.each([
    ['of products that are in the catalogue', context.lines.map(({ name }) => name)],
    ['of products that have been renamed', ['Another', 'name']],
    ['of products that are not in the catalogue', []],
  ])('spares it all look-ups: %s', (_, names) => {
    const { archive, items, lookups, user } = openNoted(names);
    for (let count = 0; count < 3; count++) {
      const notes = notesIn(archive, user, holdOf(items));
      const handle = archive.add({ ...actorOf(context, history), machine, notes });
      expect(archive.get(handle)).toStrictEqual(fromStore(actorOf(context, history)));
    }
    expect(lookups).toEqual([]);
  });

  test('does not count once the order has another user, SKU or name', () => {
    const [first, second] = context.lines as [OrderLine, OrderLine];
    const changed: Partial<OrderContext>[] = [
      { userId: 'another' },
      { lines: [second, first] },
      { lines: [{ ...first, sku: 'another' }, second] },
      { lines: [{ ...first, name: 'Another' }, second] },
      { lines: [first] },
      { lines: [first, second, first] },
    ];
    for (const change of changed) {
      const { archive, items, user } = openNoted(context.lines.map(({ name }) => name));
      const notes = notesIn(archive, user, holdOf(items));
      const order = { ...context, ...change };
      const handle = archive.add({ ...actorOf(order, []), machine, notes });
      expect(handle % 2).toBe(0);
      expect(archive.get(handle).snapshot.context).toStrictEqual(order);
    }
  });

  test('is nothing if the items are not those of its lines', () => {
    const { archive, items, user } = openNoted();
    expect(notesIn(archive, user, holdOf(items)).lines).toHaveLength(8);
    expect(notesIn(archive, user, holdOf(items.slice(0, 1))).lines).toEqual([]);
    expect(notesIn(archive, user, holdOf(items.toReversed())).lines).toEqual([]);
    expect(notesIn(archive, user, undefined).lines).toEqual([]);
  });
});

/** A delivered order of two lines, in a shop with 100,000 users and products that has had a million orders. */
function typicalOrder(more: Partial<OrderContext> = {}): Archivable {
  const createdAt = Date.UTC(2030, 5, 1);
  const order: OrderContext = {
    stock: 'committed',
    orderId: nanoid(),
    number: 1_234_567,
    userId: 'user-54321',
    lines: [line('sku-98765', 2, 1299), line('sku-43210', 1, 24_950)],
    totalMinor: 2 * 1299 + 24_950,
    currency: 'EUR',
    pricing: 'list',
    createdAt,
    paymentDueAt: createdAt + 15 * 60_000,
    trackingNumber: 'T-123456',
    ...more,
  };
  const types = ['order.placed', 'order.confirmed', 'order.shipped', 'order.delivered'] as const;
  const history = types.map((type, index) => ({
    ...orderFacts[type](order),
    seq: 9_876_543 + index * 54_321,
    at: createdAt + index * 3_600_000,
  }));
  return actorOf(order, history);
}

function line(sku: string, quantity: number, unitPriceMinor: number) {
  return {
    sku,
    name: `Product ${sku}`,
    quantity,
    unitPriceMinor,
    lineTotalMinor: quantity * unitPriceMinor,
    allocations: [{ location: 'main', quantity }],
  };
}

describe('the room of an order', () => {
  /** An archive after 100,000 other users, products and names. */
  function usedArchive(): OrderArchive {
    const [skus, users] = [numbering(), numbering()];
    for (let index = 0; index < 100_000; index++) {
      skus.numberOf(`sku-${index}`);
      users.numberOf(`user-${index}`);
    }
    const archive = new OrderArchive({ skus, users });
    const lines = Array.from({ length: 20_000 }, (_, index) => line(`sku-${index}`, 1, 1));
    archive.add({ ...typicalOrder({ lines }), machine });
    return archive;
  }

  test('is 112 bytes at most, with two lines and four facts', () => {
    const archive = usedArchive();
    const before = archive.usedBytes;
    const handle = archive.add({ ...typicalOrder(), machine });
    expect(archive.usedBytes - before).toBeLessThanOrEqual(112);
    expect(archive.get(handle)).toMatchObject({ snapshot: { context: { totalMinor: 27_548 } } });
  });

  test('grows with each line by 16 bytes at most', () => {
    const archive = usedArchive();
    const lines = Array.from({ length: 100 }, (_, index) => line(`sku-${index}`, 3, 99_999));
    const before = archive.usedBytes;
    archive.add({ ...typicalOrder({ lines }), machine });
    expect(archive.usedBytes - before).toBeLessThanOrEqual(112 + 98 * 16);
  });

  test('is several times larger when it has to be archived as text', () => {
    const actor = typicalOrder();
    const order = actor.snapshot.context as OrderContext;
    const own = { ...order, gift: true };
    expect(bytesOf(actorOf(own, actor.history))).toBeGreaterThan(4 * bytesOf(actor));
  });

  test('is used again when the order is deleted, in either form', () => {
    const archive = openArchive();
    const order = (index: number): Archivable => {
      const actor = typicalOrder({ trackingNumber: `T-${index % 50}` });
      const context = actor.snapshot.context as OrderContext;
      return index % 2 === 0 ? actor : actorOf({ ...context, gift: true }, actor.history);
    };
    const handles = Array.from({ length: 100 }, (_, index) =>
      archive.add({ ...order(index), machine }),
    );
    const { usedBytes, reservedBytes } = archive;
    for (let index = 0; index < 2000; index++) {
      archive.delete(handles[index % 100] as number);
      handles[index % 100] = archive.add({ ...order(index), machine });
    }
    expect([archive.usedBytes, archive.reservedBytes]).toEqual([usedBytes, reservedBytes]);
  });
});

describe('the archive of texts', () => {
  test('gives any actor back as a store does', () => {
    const archive = new TextArchive(orderRecords);
    const model = new Map<number, Archivable>();
    fc.assert(
      fc.property(any, fc.boolean(), (actor, isDeleted) => {
        const handle = archive.add({ ...actor, machine });
        deepStrictEqual(archive.get(handle), fromStore(actor));
        if (isDeleted) archive.delete(handle);
        else model.set(handle, actor);
      }),
      { numRuns: runs(300) },
    );
    for (const [handle, actor] of model) {
      deepStrictEqual(archive.get(handle), fromStore(actor));
    }
  });
});
