import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderTable } from '../../src/orders/orderTable.ts';
import { Users } from '../../src/users/users.ts';
import { runs } from './runs.ts';

const orderId = fc.nat(6).map((number) => `order-${number}`);
const userId = fc.nat(2).map((number) => `user-${number}`);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ place: orderId, by: userId }) },
  { weight: 3, arbitrary: fc.record({ archive: orderId }) },
  { weight: 2, arbitrary: fc.record({ fail: orderId }) },
  { weight: 4, arbitrary: fc.record({ find: orderId }) },
);

/** As much of an actor as the table sees. */
interface Actor {
  readonly name: string;
  readonly notes: object;
}

test('a table of orders is a Map from ids to actors and handles, and a list of orders for each user', () => {
  const property = fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
    const users = new Users();
    for (let number = 0; number <= 2; number++) {
      users.put({ userId: `user-${number}`, name: 'U', member: false });
    }
    const archive = { get: (handle: number) => ({ snapshot: handle }) } as never;
    const table = new OrderTable(users, archive);
    const model = new Map<string, Actor | number>();
    const placed: { readonly id: string; readonly by: string }[] = [];
    for (const [handle, it] of steps.entries()) {
      if ('place' in it) {
        if (placed.some(({ id }) => id === it.place)) continue;
        const actor: Actor = { name: it.place, notes: {} };
        expect(table.get(it.place)).toBe(model.get(it.place));
        table.set(it.place, actor);
        table.add({ orderId: it.place, userId: it.by } as never);
        model.set(it.place, actor);
        placed.unshift({ id: it.place, by: it.by });
      } else if ('archive' in it) {
        if (!model.has(it.archive)) continue;
        table.set(it.archive, handle);
        model.set(it.archive, handle);
      } else if ('fail' in it) {
        // Only an order that has not been listed yet is taken out: one that fails at its start.
        const id = `failed-${it.fail}`;
        table.set(id, { name: id, notes: {} });
        table.delete(id);
        expect(table.get(id)).toBeUndefined();
        const again = { name: id, notes: {} };
        table.set(id, again);
        table.get('another');
        expect(table.get(id)).toBe(again);
        table.delete(id);
        table.delete(id);
        expect(table.get(id)).toBeUndefined();
      } else expect(table.get(it.find)).toBe(model.get(it.find));
      expect([...table.values()]).toEqual([...placed].reverse().map(({ id }) => model.get(id)));
    }
    for (let number = 0; number <= 2; number++) {
      const own = placed.filter(({ by }) => by === `user-${number}`);
      expect([...table.ordersOf(`user-${number}`)]).toEqual(own.map(({ id }) => model.get(id)));
      const [newest] = own;
      if (newest === undefined) continue;
      const older = own.slice(1).map(({ id }) => model.get(id));
      expect([...table.ordersOf(`user-${number}`, newest.id)]).toEqual(older);
    }
    expect([...table.ordersOf('user-0', 'unknown')]).toEqual([]);
  });
  fc.assert(property, { numRuns: runs(100) });
});
