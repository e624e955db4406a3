import * as check from '../base/check.ts';
import { actorRecords } from './actorRecord.ts';
import { list, members } from './shape.ts';

/** Carts of any chart. */
export const cartRecords = actorRecords('cart', {
  version: 2,
  logCodes: { active: 8, archived: 9 },
  isNameShared: true,
  // Earlier records are read, but do not say since when an actor has waited.
  earlier: [{ version: 1, upgrade: 'none needed' }],
  checkContext(given) {
    const context = members('context', given);
    for (const item of list('lines', context.lines)) {
      const line = members('line', item);
      check.quantity('quantity', line.quantity);
      check.id('sku', line.sku);
    }
    check.id('userId', context.userId);
  },
});
