import assert from 'node:assert/strict';
import type { Product } from '../../catalog/product.ts';
import type { ShopFact } from '../../facts/factBus.ts';
import type { Retention } from '../../facts/retention.ts';
import type { Shop } from '../../shopTypes.ts';
import { MAX_READ } from '../limits.ts';
import { underRule } from './brokenRule.ts';
import { drain } from './drain.ts';
import { expectSame } from './expectSame.ts';
import type { History } from './history.ts';
import { ordersIn, type ShopState } from './shopState.ts';

/** Expects of a shop in which nothing is under way that its stock, orders, carts and facts agree. */
export function expectConsistent(shop: Shop, state: ShopState, history: History): void {
  underRule('audit', () => expectSame(shop.audit(), { ok: true, problems: [] }, 'the audit'));
  underRule('units', () => {
    for (const { sku } of state.products) {
      const { available = 0, held = 0, shipped = 0 } = state.stock[sku] ?? {};
      const received = history.last.received.get(sku) ?? 0;
      expectSame(available + held + shipped, received, `units received of ${sku}`);
    }
  });
  underRule('facts', () => expectHistories(shop, history));
}

/** Expects that a search finds every product as it is. */
export function expectFound(shop: Shop, { products }: ShopState): void {
  const bySku = (some: readonly Product[]) => new Map(some.map((one) => [one.sku, one]));
  underRule('answers', () => {
    expectSame(bySku(productsFound(shop)), bySku(products), 'what a search finds');
  });
}

/** All products, in the order of a search without filters or sort. */
export function productsFound(shop: Shop): readonly Product[] {
  return shop.search([], { limit: MAX_READ }).items;
}

/** Expects that orders can be found by their ids, and that their histories are facts of the log. */
function expectHistories(shop: Shop, { orderIds, facts }: History): void {
  for (const orderId of orderIds) {
    const history = shop.orders.history(orderId);
    for (const fact of history) {
      const logged = facts[fact.seq - 1];
      expectSame(JSON.parse(JSON.stringify(fact)), logged, `a fact of the history of ${orderId}`);
    }
    const seqs = history.map(({ seq }) => seq);
    expectSame(
      seqs,
      seqs.toSorted((a, b) => a - b),
      `the order of the history of ${orderId}`,
    );
  }
}

/** Expects that orders in a final state hold no units. @param finalStates their names. */
export function expectNothingHeld(state: ShopState, finalStates: ReadonlySet<string>): void {
  const ended = ordersIn(state).filter((order) => finalStates.has(order.state));
  const endedIds = new Set(ended.map(({ orderId }) => orderId));
  underRule('final-states', () => {
    for (const { orderId, state: name, lines } of ended) {
      const held = lines.filter(({ status }) => status === 'reserved').map(({ sku }) => sku);
      expectSame(held, [], `what order ${orderId} holds, which is ${name}`);
    }
    for (const stock of Object.values(state.stock)) {
      const held = (stock?.holds ?? []).filter(({ orderId = '' }) => endedIds.has(orderId));
      expectSame(held, [], 'holds of orders in final states');
    }
  });
}

/** Expects that the fact log reads as it was written, except for what was evicted, in the order of time. */
export async function expectFacts(shop: Shop, { facts, last }: History): Promise<void> {
  const kept = facts.slice(last.lowWatermark).filter(({ seq }) => last.kept.has(seq));
  const read: ShopFact[] = [];
  const reading = (async () => {
    if (kept.length === 0) return;
    const reader = shop.facts({ after: last.lowWatermark });
    reader.unref();
    for await (const fact of reader) {
      if (read.push(fact) === kept.length) break;
    }
  })();
  await Promise.race([reading, drain()]);
  underRule('facts', () => {
    expectSame(read, kept, 'the facts in the log');
    for (const [index, { seq, at }] of facts.entries()) {
      expectSame(seq, index + 1, 'the number of a fact');
      assert(at >= (facts[index - 1]?.at ?? 0), `fact ${seq} is older than the one before`);
    }
  });
}

/**
 * Expects that only facts were evicted whose time is over, and that every consumer has acknowledged.
 *
 * @param evicted the facts of each record that the last batch has deleted.
 */
export function expectRetained(
  evicted: readonly (readonly ShopFact[])[],
  { last, retention }: { readonly last: History['last']; readonly retention: Retention },
): void {
  const { lowWatermark, positions, at: now } = last;
  for (const [name, position] of positions) {
    assert(
      position >= lowWatermark,
      `${name} is at ${position}, but facts up to ${lowWatermark} are evicted`,
    );
  }
  for (const facts of evicted) {
    const { seq, at } = facts.at(-1) as ShopFact;
    assert(at <= now - retention.ofTurn(facts), `fact ${seq} was evicted too early`);
    for (const [name, position] of positions) {
      assert(position >= seq, `${name} is at ${position}, but fact ${seq} is evicted`);
    }
  }
}
