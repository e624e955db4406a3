import type { OrderContext } from '../../../machines/index.ts';
import * as check from '../../base/check.ts';
import { list, members } from '../../schema/shape.ts';
import type { Key } from '../../store/store.ts';
import { readActor, type StoredActor } from '../storedActor.ts';

export interface ReadOrder extends StoredActor {
  readonly context: OrderContext;
}

const STOCK = ['held', 'committed', 'released'] as const;

/** An order of any chart. @throws TypeError or RangeError if it is not what every order is. */
export function readOrder(text: string, key: Key): ReadOrder {
  const actor = readActor('order', key, text);
  const context = members('context', actor.context);
  for (const name of ['orderId', 'userId'] as const) check.id(name, context[name]);
  for (const name of ['number', 'totalMinor', 'createdAt'] as const) {
    check.count(name, context[name]);
  }
  check.oneOf('stock', context.stock, STOCK);
  check.text('currency', context.currency);
  for (const given of list('lines', context.lines)) {
    const line = members('line', given);
    check.id('sku', line.sku);
    check.quantity('quantity', line.quantity);
    for (const part of list('allocations', line.allocations)) {
      const { location, quantity } = members('part', part);
      check.id('location', location);
      check.quantity('quantity', quantity);
    }
  }
  return { ...actor, context: context as unknown as OrderContext };
}
