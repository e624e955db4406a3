import { describe, expect, it } from 'vitest';
import { createActor, type EventObject, fromTransition } from 'xstate';
import {
  type Allocation,
  auditStock,
  type InventoryEvent,
  inOrder,
  inventoryMachine,
  LOW_STOCK,
  StockLedger,
} from '../../../machines/index.ts';
import { StockEntryMap } from '../../../machines/rules/stockEntry.ts';
import { createShop, type Shop } from '../../../src/index.ts';
import { chartModel } from './chartModel.ts';

/** An inventory without a shop, with an actor that sends requests and records the answers. */
function startInventory(allocation?: Allocation) {
  const ledger = new StockLedger();
  const answers: EventObject[] = [];
  const emitted: EventObject[] = [];
  const root = createActor(fromTransition((state) => state, null)).start();
  const asker = fromTransition((state, event: EventObject) => {
    answers.push(event);
    return state;
  }, null);
  createActor(asker, { parent: root, systemId: 'asker' } as never).start();
  const input = { ledger, ...(allocation !== undefined && { allocation }) };
  const actor = createActor(inventoryMachine, { parent: root, input } as never);
  let failure: unknown;
  actor.subscribe({
    error(error) {
      failure = error;
    },
  });
  actor.on('*', (event) => emitted.push(event));
  actor.start();
  const send = (event: InventoryEvent) => actor.send(event);
  const reserve = (orderId: string, lines: { sku: string; quantity: number }[]) => {
    send({ type: 'inventory.reserve', orderId, lines, replyTo: 'asker' });
    return answers.at(-1) as EventObject & Record<string, unknown>;
  };
  return { ledger, send, reserve, emitted, failure: () => failure };
}

const twoPlaces = [
  { location: 'berlin', quantity: 3 },
  { location: 'lyon', quantity: 2 },
];

describe('an inventory that is serving', () => {
  it('reserves every line or none', () => {
    const { ledger, send, reserve } = startInventory();
    send({ type: 'inventory.register', sku: 'a', stock: [{ location: 'main', quantity: 5 }] });
    send({ type: 'inventory.register', sku: 'b', stock: [{ location: 'main', quantity: 1 }] });

    const answer = reserve('o1', [
      { sku: 'a', quantity: 5 },
      { sku: 'b', quantity: 2 },
    ]);

    expect(answer).toMatchObject({
      type: 'inventory.refused',
      shortages: [{ sku: 'b', requested: 2, available: 1 }],
    });
    expect(ledger.available('a')).toBe(5);
    expect(ledger.holdOf('o1')).toBeUndefined();
  });

  it('sums the demand of one SKU over all lines before it checks it', () => {
    const { ledger, send, reserve } = startInventory();
    send({ type: 'inventory.register', sku: 'a', stock: [{ location: 'main', quantity: 5 }] });
    const lines = [
      { sku: 'a', quantity: 3 },
      { sku: 'a', quantity: 3 },
    ];
    expect(reserve('o1', lines)).toMatchObject({
      shortages: [{ sku: 'a', requested: 6, available: 5 }],
    });
    send({ type: 'inventory.restock', sku: 'a', location: 'main', quantity: 1 });
    expect(reserve('o1', lines)).toMatchObject({
      type: 'inventory.reserved',
      lines: [{ sku: 'a', allocations: [{ location: 'main', quantity: 6 }] }],
    });
    expect(ledger.available('a')).toBe(0);
  });

  it('serves one line from several locations if necessary', () => {
    const { ledger, send, reserve } = startInventory(inOrder(['lyon', 'berlin']));
    send({ type: 'inventory.register', sku: 'a', stock: twoPlaces });
    expect(reserve('o1', [{ sku: 'a', quantity: 4 }])).toMatchObject({
      lines: [
        {
          sku: 'a',
          allocations: [
            { location: 'lyon', quantity: 2 },
            { location: 'berlin', quantity: 2 },
          ],
        },
      ],
    });
    send({ type: 'inventory.release', orderId: 'o1' });
    expect(ledger.balances('a')).toEqual([
      { location: 'berlin', received: 3, available: 3, held: 0, shipped: 0 },
      { location: 'lyon', received: 2, available: 2, held: 0, shipped: 0 },
    ]);
  });

  it('resolves a hold exactly once', () => {
    const events = ['inventory.release', 'inventory.ship'] as const;
    for (const first of events) {
      for (const second of events) {
        const { send, reserve, failure } = startInventory();
        send({ type: 'inventory.register', sku: 'a', stock: twoPlaces });
        reserve('o1', [{ sku: 'a', quantity: 1 }]);
        send({ type: first, orderId: 'o1' });
        expect(failure()).toBeUndefined();
        send({ type: second, orderId: 'o1' });
        expect(failure(), `${first}, ${second}`).toEqual(new Error('order o1 holds no stock'));
      }
    }
  });

  it('registers a product once', () => {
    const { send, failure } = startInventory();
    send({ type: 'inventory.register', sku: 'a', stock: twoPlaces });
    send({ type: 'inventory.register', sku: 'a', stock: twoPlaces });
    expect(failure()).toEqual(new Error('the ledger has an entry for a already'));
  });

  it('emits once that stock is low, and when it is depleted', () => {
    const { send, reserve, emitted } = startInventory();
    const stock = [{ location: 'main', quantity: LOW_STOCK + 2 }];
    send({ type: 'inventory.register', sku: 'a', stock });
    reserve('o1', [{ sku: 'a', quantity: 1 }]);
    expect(emitted).toEqual([]);
    reserve('o2', [{ sku: 'a', quantity: 1 }]);
    reserve('o3', [{ sku: 'a', quantity: 1 }]);
    expect(emitted).toEqual([{ type: 'stock.low', sku: 'a', available: LOW_STOCK }]);
    reserve('o4', [{ sku: 'a', quantity: LOW_STOCK - 1 }]);
    expect(emitted.slice(1)).toEqual([{ type: 'stock.depleted', sku: 'a', available: 0 }]);
  });

  it('decides limits before stock, and in the same message', () => {
    const { ledger, send, reserve } = startInventory();
    send({ type: 'inventory.register', sku: 'a', stock: [{ location: 'main', quantity: 5 }] });
    const limited = { sku: 'a', quantity: 9, maxPerOrder: 4 };
    expect(reserve('o1', [limited])).toEqual({
      type: 'inventory.refused',
      orderId: 'o1',
      shortages: [],
      refusal: { code: 'purchase-limit', sku: 'a', requested: 9, maxPerOrder: 4 },
    });
    const halves = { ...limited, quantity: 2 };
    expect(reserve('o1', [halves, halves, { sku: 'a', quantity: 1 }])).toMatchObject({
      refusal: { requested: 5, maxPerOrder: 4 },
    });
    expect(ledger.available('a')).toBe(5);
    expect(reserve('o1', [halves, halves])).toMatchObject({ type: 'inventory.reserved' });
  });

  it('holds for a cart as many units as there are, and changes them with its lines', () => {
    const { ledger, send, emitted } = startInventory();
    send({ type: 'inventory.register', sku: 'a', stock: twoPlaces });
    send({ type: 'inventory.register', sku: 'b', stock: twoPlaces });
    const hold = (lines: { sku: string; quantity: number }[]) => {
      send({ type: 'inventory.holdForCart', userId: 'ada', lines, until: 9, replyTo: 'asker' });
      return ledger.softHolds.of('ada');
    };
    expect(hold([{ sku: 'a', quantity: 9 }])).toEqual([{ sku: 'a', allocations: twoPlaces }]);
    expect(emitted).toEqual([{ type: 'stock.depleted', sku: 'a', available: 0 }]);
    expect(
      hold([
        { sku: 'b', quantity: 1 },
        { sku: 'a', quantity: 2 },
      ]),
    ).toEqual([
      { sku: 'b', allocations: [{ location: 'berlin', quantity: 1 }] },
      { sku: 'a', allocations: [{ location: 'berlin', quantity: 2 }] },
    ]);
    expect(hold([])).toBeUndefined();
    expect([ledger.available('a'), ledger.available('b')]).toEqual([5, 5]);
    send({ type: 'inventory.releaseCart', userId: 'ada' });
    expect([ledger.available('a'), ledger.available('b')]).toEqual([5, 5]);
  });

  it('refuses the one reservation for which the allocation strategy throws', () => {
    let broken = true;
    const { send, reserve, failure } = startInventory((demands) => {
      if (broken) throw new Error('no map of the warehouses');
      return demands.map(() => []);
    });
    send({ type: 'inventory.register', sku: 'a', stock: twoPlaces });
    expect(reserve('o1', [{ sku: 'a', quantity: 1 }])).toMatchObject({
      type: 'inventory.failed',
      error: new Error('no map of the warehouses'),
    });
    broken = false;
    expect(reserve('o1', [{ sku: 'a', quantity: 1 }]).type).toBe('inventory.reserved');
    expect(failure()).toBeUndefined();
  });
});

/** For each arrow of the inventory's graph, the calls of the public API that follow it. */
const EXECUTORS: Record<string, (shop: Shop) => Promise<unknown>> = {
  'inventory.register': (shop) =>
    shop.products.add({ sku: 'b', name: 'B', category: 'things', priceMinor: 1, stock: 3 }),
  'inventory.restock': (shop) => shop.products.restock('a', 4, { location: 'lyon' }),
  'inventory.reserve': (shop) => buy(shop, 2),
  'inventory.release': async (shop) => {
    const { orderId } = await buy(shop, 2);
    return shop.orders.cancel(orderId);
  },
  'inventory.ship': async (shop) => {
    const { orderId } = await buy(shop, 2);
    await shop.orders.confirm(orderId);
    return shop.orders.ship(orderId, { trackingNumber: 'T' });
  },
  'inventory.holdForCart': (shop) => shop.carts.add('ada', 'a', 2),
  'inventory.releaseCart': async (shop) => {
    await shop.carts.add('ada', 'a', 2);
    return shop.carts.clear('ada');
  },
};

async function buy(shop: Shop, quantity: number) {
  await shop.carts.add('ada', 'a', quantity);
  const answer = await shop.checkout('ada');
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.order;
}

describe('the inventory chart against the engine', () => {
  const model = chartModel(inventoryMachine, {
    input: {},
    events: Object.keys(EXECUTORS).map((type) => ({ type, orderId: 'o', lines: [], stock: [] })),
  });
  const EXPECTED: Record<string, object> = {
    'inventory.register': { onHand: 5, available: 5, held: 0, shipped: 0 },
    'inventory.restock': { onHand: 9, available: 9, held: 0, shipped: 0 },
    'inventory.reserve': { onHand: 5, available: 3, held: 2, shipped: 0 },
    'inventory.release': { onHand: 5, available: 5, held: 0, shipped: 0 },
    'inventory.ship': { onHand: 3, available: 3, held: 0, shipped: 2 },
    'inventory.holdForCart': { onHand: 5, available: 3, held: 2, shipped: 0 },
    'inventory.releaseCart': { onHand: 5, available: 5, held: 0, shipped: 0 },
  };

  it('has an executor for every event', () => {
    const used = [...new Set(model.arrows().map(({ event }) => event.type))];
    expect(used.sort()).toEqual(Object.keys(EXECUTORS).sort());
    expect([...(inventoryMachine.states.serving?.ownEvents ?? [])].sort()).toEqual(used);
  });

  for (const { from, event, to } of model.arrows()) {
    it(`is ${to} after ${event.type} when ${from}`, async () => {
      const shop = await createShop({ reserveInCartMs: 60_000 });
      await shop.products.add({
        sku: 'a',
        name: 'A',
        category: 'things',
        priceMinor: 1,
        stock: { berlin: 3, lyon: 2 },
      });
      await shop.users.register({ userId: 'ada', name: 'Ada' });
      await EXECUTORS[event.type]?.(shop);
      expect(shop.explain('a')).toMatchObject(EXPECTED[event.type] ?? {});
      expect(shop.audit()).toEqual({ ok: true, problems: [] });
    });
  }
});

describe('the audit', () => {
  const line = { sku: 'a', name: 'A', unitPriceMinor: 1, lineTotalMinor: 2, quantity: 2 };
  const lines = [{ ...line, allocations: [{ location: 'main', quantity: 2 }] }];
  const stock = [{ location: 'main', quantity: 5 }];

  function ledgerWithHold(entries = new StockEntryMap()): StockLedger {
    const ledger = new StockLedger({ entries });
    ledger.register('a', stock);
    ledger.hold('o1', new Map([['a', [{ location: 'main', quantity: 2 }]]]));
    return ledger;
  }

  it('finds nothing when orders and ledger agree', () => {
    const ledger = ledgerWithHold();
    expect(auditStock(ledger, [{ orderId: 'o1', lines, stock: 'held' }])).toEqual([]);
    ledger.ship('o1');
    expect(auditStock(ledger, [{ orderId: 'o1', lines, stock: 'committed' }])).toEqual([]);
  });

  it('finds a hold without an order', () => {
    expect(auditStock(ledgerWithHold(), [])).toEqual([
      'the hold of o1 belongs to no open order',
      'a at main: held is 2, but the open orders add up to 0',
    ]);
  });

  it('finds an order without its hold', () => {
    const ledger = new StockLedger();
    ledger.register('a', stock);
    expect(auditStock(ledger, [{ orderId: 'o1', lines, stock: 'held' }])).toEqual([
      'order o1 relies on a hold that is not there',
      'a at main: held is 0, but the open orders add up to 2',
    ]);
  });

  it('finds a shipped order with an open hold', () => {
    const problems = auditStock(ledgerWithHold(), [{ orderId: 'o1', lines, stock: 'committed' }]);
    expect(problems).toContain('order o1 has committed its stock, but its hold is still open');
    expect(problems).toContain('a at main: shipped is 0, but the shipped orders add up to 2');
  });

  it('finds units that are nowhere', () => {
    const entries = new StockEntryMap();
    const ledger = ledgerWithHold(entries);
    Object.assign(entries.getOrCreate('a'), { available: 2 });
    expect(auditStock(ledger, [{ orderId: 'o1', lines, stock: 'held' }])).toEqual([
      'a at main: received 5, but 4 are available, held or shipped',
    ]);
  });

  it('finds a negative number', () => {
    const entries = new StockEntryMap();
    const ledger = ledgerWithHold(entries);
    Object.assign(entries.getOrCreate('a'), { available: -1, received: 1 });
    expect(auditStock(ledger, [{ orderId: 'o1', lines, stock: 'held' }])).toEqual([
      'a at main: available is -1',
    ]);
  });

  it('finds an order of products that the ledger has never seen', () => {
    const problems = auditStock(new StockLedger(), [{ orderId: 'o1', lines, stock: 'committed' }]);
    expect(problems).toEqual(['a at main: the shipped orders have 2, the ledger no entry']);
  });
});
