import * as check from '../base/check.ts';
import { actorRecords } from './actorRecord.ts';
import { orderCodec } from './orderCodec.ts';
import { packOrder, unpackOrder } from './packOrder.ts';
import { list, members } from './shape.ts';

const STOCK = ['held', 'committed', 'released'] as const;

/** Orders of any chart. */
export const orderRecords = actorRecords('order', {
  codec: { ...orderCodec, packTo: packOrder, unpackFrom: unpackOrder },
  logCodes: { active: 10, archived: 11 },
  version: 2,
  // The codec reads both versions: an opening must not rewrite millions of archived orders.
  earlier: [{ version: 1, upgrade: 'none needed' }],
  checkContext(given) {
    const context = members('context', given);
    for (const name of ['orderId', 'userId'] as const) check.id(name, context[name]);
    for (const name of ['number', 'totalMinor', 'createdAt'] as const) {
      check.count(name, context[name]);
    }
    check.oneOf('stock', context.stock, STOCK);
    check.text('currency', context.currency);
    for (const item of list('lines', context.lines)) checkLine(item);
  },
});

function checkLine(given: unknown): void {
  const line = members('line', given);
  check.id('sku', line.sku);
  check.quantity('quantity', line.quantity);
  for (const item of list('allocations', line.allocations)) {
    const { location, quantity } = members('allocation', item);
    check.id('location', location);
    check.quantity('quantity', quantity);
  }
}
