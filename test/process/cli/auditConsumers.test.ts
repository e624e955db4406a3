import { lmdbStore } from 'statecart/lmdb';
import { describe, expect, it } from 'vitest';
import type { Shop } from '../../../src/index.ts';
import { accepted, openShop } from '../../rules/shop/openShop.ts';
import { runTool } from './runTool.ts';
import { newPath } from './storedShop.ts';

/** What the audit prints of the store of a shop that keeps facts for consumers alone. */
async function auditAfter(work: (shop: Shop) => Promise<void>) {
  const path = newPath();
  const { shop } = await openShop({ store: await lmdbStore({ path }), factRetentionMs: 0 });
  for (let count = 0; count < 3; count++) accepted(await shop.products.restock('mug', 1));
  await work(shop);
  await shop.close();
  const { status, stdout } = await runTool(['audit', path]);
  const counted = (what: string) => Number(new RegExp(`${what} +(\\d+)`).exec(stdout)?.[1]);
  return { status, facts: counted('facts'), consumers: counted('consumers'), stdout };
}

describe('audit raises no alarm', () => {
  it('for a consumer that is new in a log without facts', async () => {
    const { status, facts, consumers, stdout } = await auditAfter(async (shop) => {
      expect(shop.consumer('mail').position).toBe(3);
    });
    expect({ status, facts, consumers }, stdout).toEqual({ status: 0, facts: 0, consumers: 1 });
  });

  it('for a consumer that needs the oldest fact that is kept', async () => {
    const { status, facts, consumers, stdout } = await auditAfter(async (shop) => {
      shop.consumer('mail');
      accepted(await shop.products.restock('mug', 1));
      accepted(await shop.products.restock('mug', 1));
    });
    expect({ status, facts, consumers }, stdout).toEqual({ status: 0, facts: 2, consumers: 1 });
  });

  it('for a consumer that has had all facts', async () => {
    const { status, facts, consumers, stdout } = await auditAfter(async (shop) => {
      const consumer = shop.consumer('mail');
      accepted(await shop.products.restock('mug', 1));
      for await (const fact of consumer) {
        await consumer.acknowledge(fact);
        break;
      }
    });
    expect({ status, facts, consumers }, stdout).toEqual({ status: 0, facts: 1, consumers: 1 });
  });
});
