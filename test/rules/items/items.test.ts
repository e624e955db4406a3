import { describe, expect, it } from 'vitest';
import { StockLedger } from '../../../machines/index.ts';
import { isListed } from '../../../src/items/item.ts';
import { Items } from '../../../src/items/items.ts';

describe('the items of a shop', () => {
  it('are found by SKU and by index, each once', () => {
    const items = new Items();
    const [mug, lamp] = [items.getOrCreate('mug'), items.getOrCreate('lamp')];
    expect(items.getOrCreate('mug')).toBe(mug);
    expect([mug.index, lamp.index, items.size]).toEqual([0, 1, 2]);
    expect([items.at(0), items.at(1), items.at(2)]).toEqual([mug, lamp, undefined]);
    expect([items.get('lamp'), items.get('__proto__')]).toEqual([lamp, undefined]);
    expect([...items.values()]).toEqual([mug, lamp]);
  });

  it('are the entries of the ledger, and keep their members in one order', () => {
    const items = new Items();
    const members = Object.keys(items.getOrCreate('lamp'));
    const ledger = new StockLedger({ entries: items });
    ledger.register('mug', [{ location: 'main', quantity: 3 }]);
    ledger.register('lamp', []);
    ledger.restock('lamp', 'lyon', 2);
    ledger.restock('lamp', 'main', 1);
    ledger.hold('o1', new Map([['lamp', [{ location: 'main', quantity: 1 }]]]));
    const lamp = items.getOrCreate('lamp');
    expect(lamp).toMatchObject({ location: 'lyon', received: 2, others: [{ held: 1 }] });
    for (const item of items.values()) {
      expect(Object.keys(item)).toEqual(members);
      expect(isListed(item)).toBe(false);
    }
  });
});
