import { expect, it } from 'vitest';
import { memoryStore } from '../../../src/index.ts';
import { flood } from './flood.ts';

it('visitors cannot fill a store in memory with refused checkouts and changes of carts', async () => {
  const store = memoryStore();
  const sizes = await flood(store, () => {
    let length = 0;
    for (const [key, text] of store.range({ prefix: [] }))
      length += String(key).length + text.length;
    return length;
  });
  const [, , second, ...later] = sizes;
  for (const { bytes } of later) expect(bytes).toBeLessThan(1.1 * (second?.bytes ?? 0));
});
