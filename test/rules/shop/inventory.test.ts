import { describe, expect, test } from 'vitest';
import { createActor, type EventObject, fromTransition } from 'xstate';
import { INVENTORY, inventoryMachine, StockLedger } from '../../../machines/index.ts';

/** An inventory with three mugs and two lamps, and an actor that records its answers. */
function openInventory() {
  const ledger = new StockLedger();
  const answers = createActor(
    fromTransition((heard: EventObject[], event: EventObject) => [...heard, event], []),
    { systemId: 'asker' },
  );
  const inventory = createActor(inventoryMachine, {
    id: INVENTORY,
    systemId: INVENTORY,
    input: { ledger },
    parent: answers,
  });
  answers.start();
  inventory.start();
  const open = (sku: string, quantity: number) =>
    inventory.send({ type: 'inventory.register', sku, stock: [{ location: 'main', quantity }] });
  open('mug', 3);
  open('lamp', 2);
  const reserve = (orderId: string, lines: { sku: string; quantity: number }[]) => {
    inventory.send({ type: 'inventory.reserve', orderId, lines, replyTo: 'asker' });
    return answers.getSnapshot().context.at(-1);
  };
  return { ledger, inventory, reserve };
}

describe('a reservation with several lines of one product', () => {
  test('is refused when their sum is short, though each line could be served', () => {
    const { ledger, reserve } = openInventory();
    const lines = [
      { sku: 'mug', quantity: 2 },
      { sku: 'lamp', quantity: 1 },
      { sku: 'mug', quantity: 2 },
    ];
    expect(reserve('o1', lines)).toEqual({
      type: 'inventory.refused',
      orderId: 'o1',
      shortages: [{ sku: 'mug', requested: 4, available: 3 }],
    });
    expect([ledger.available('mug'), ledger.available('lamp')]).toEqual([3, 2]);
    expect(ledger.holdOf('o1')).toBeUndefined();
  });

  test('holds their sum when it can be served', () => {
    const { ledger, reserve } = openInventory();
    const lines = [
      { sku: 'mug', quantity: 1 },
      { sku: 'mug', quantity: 2 },
    ];
    expect(reserve('o1', lines)).toEqual({
      type: 'inventory.reserved',
      orderId: 'o1',
      lines: [{ sku: 'mug', allocations: [{ location: 'main', quantity: 3 }] }],
    });
    expect(ledger.available('mug')).toBe(0);
  });
});

describe('a hold', () => {
  test('resolves exactly once', () => {
    const { ledger, inventory, reserve } = openInventory();
    reserve('o1', [{ sku: 'mug', quantity: 2 }]);
    inventory.send({ type: 'inventory.release', orderId: 'o1' });
    expect(ledger.available('mug')).toBe(3);
    const failures: unknown[] = [];
    inventory.subscribe({ error: (error) => failures.push(error) });
    inventory.send({ type: 'inventory.ship', orderId: 'o1' });
    expect(failures).toEqual([new Error('order o1 holds no stock')]);
    expect(ledger.balances('mug')).toMatchObject([{ available: 3, held: 0, shipped: 0 }]);
  });
});
