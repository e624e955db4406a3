import { afterEach, describe, expect, it, vi } from 'vitest';
import { Admission } from '../../../src/admission/admission.ts';
import { createShop, memoryStore, type Shop } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { openShop, START } from './openShop.ts';
import { slowStore } from './slowStore.ts';

afterEach(() => vi.restoreAllMocks());

const HEALTHY = {
  state: 'healthy',
  reasons: [],
  alert: false,
  checkouts: { p50Ms: 0, p99Ms: 0, perSecond: 0 },
  errorRate: 0,
  refusedClasses: [],
  waitMs: 0,
};

/** Checkouts of empty carts: each is refused, which is an answer like any other. */
const checkOut = (shop: Shop, count: number) =>
  Promise.all(Array.from({ length: count }, () => shop.checkout('ada')));

describe('the health of a shop', () => {
  it('is good when nothing has happened', async () => {
    const { shop } = await openShop();
    expect(shop.health()).toEqual({ ...HEALTHY, since: START });
  });

  it('tells the latency of checkouts until they are durable, and degrades when that is long', async () => {
    const { store, slowDown, release } = slowStore();
    const { shop, clock, facts } = await openShop({ store });
    slowDown();
    const answers = checkOut(shop, 20);
    clock.advance(800);
    release();
    await answers;
    clock.advance(1000);
    const { state, since, reasons, checkouts, alert } = shop.health();
    expect([state, since, reasons, alert]).toEqual(['degraded', START + 1800, ['latency'], false]);
    expect(checkouts.p99Ms).toBe(800);
    expect(Math.abs(checkouts.p50Ms - 800)).toBeLessThan(25);
    expect(checkouts.perSecond).toBeCloseTo(20 / 1.8);
    expect(facts.filter(({ type }) => type === 'health.changed')).toMatchObject([
      { from: 'healthy', to: 'degraded', reasons: ['latency'], alert: false, p99Ms: 800 },
    ]);
  });

  it('does not look at the latency of other commands', async () => {
    const { store, slowDown, release } = slowStore();
    const { shop, clock } = await openShop({ store });
    slowDown();
    const answers = Array.from({ length: 20 }, () => shop.carts.add('ada', 'mug', 1));
    clock.advance(800);
    release();
    await Promise.all(answers);
    clock.advance(1000);
    expect(shop.health()).toMatchObject({ state: 'healthy', checkouts: { p99Ms: 0 } });
  });

  it('alerts when commands fail, but not for wrong arguments and refusals', async () => {
    const { shop, clock } = await openShop({
      pricing: () => {
        throw new Error('no prices today');
      },
    });
    await shop.carts.add('ada', 'mug', 1);
    for (let count = 0; count < 20; count++) {
      await expect(shop.carts.add('ada', 'mug', -1)).rejects.toThrow(RangeError);
      await shop.checkout('bob');
    }
    clock.advance(1000);
    expect(shop.health()).toMatchObject({ state: 'healthy', errorRate: 0 });
    for (let count = 0; count < 2; count++) {
      await expect(shop.checkout('ada')).rejects.toThrow('no prices today');
    }
    clock.advance(1000);
    // Three products, three users, one line, twenty checkouts, and two that failed.
    expect(shop.health()).toMatchObject({ state: 'degraded', alert: true, reasons: ['errors'] });
    expect(shop.health().errorRate).toBeCloseTo(2 / 29);
  });

  it('is shedding while commands of a class are refused, and some seconds longer', async () => {
    const { shop, clock } = await openShop();
    const refusedClasses = vi.spyOn(Admission.prototype, 'refusedClasses', 'get');
    refusedClasses.mockReturnValue(['browse']);
    vi.spyOn(Admission.prototype, 'expectedWaitMs').mockReturnValue(1234);
    clock.advance(1000);
    const expected = { state: 'shedding', refusedClasses: ['browse'], reasons: ['overload'] };
    expect(shop.health()).toMatchObject({ ...expected, waitMs: 1234 });
    refusedClasses.mockReturnValue([]);
    clock.advance(4000);
    expect(shop.health()).toMatchObject({ state: 'shedding', refusedClasses: [] });
    clock.advance(1000);
    expect(shop.health().state).toBe('healthy');
  });

  it('is told by a fact that has its place among the others, also in a store', async () => {
    const store = memoryStore();
    const { shop, clock } = await openShop({ store });
    const seen: string[] = [];
    shop.on('health.changed', ({ from, to, seq, at }) => seen.push(`${from} ${to} ${seq} ${at}`));
    const refusedClasses = vi.spyOn(Admission.prototype, 'refusedClasses', 'get');
    refusedClasses.mockReturnValue(['browse', 'buy']);
    clock.advance(1000);
    await shop.carts.add('ada', 'mug', 1);
    expect(seen).toEqual([`healthy shedding 2 ${START + 1000}`]);
    await shop.close();
    refusedClasses.mockReturnValue([]);
    const again = await createShop({ store, clock: simulatedClock(START + 2000) });
    const kept = [];
    for await (const fact of again.facts({ after: 0 })) {
      kept.push(fact);
      if (kept.length === 2) break;
    }
    expect(kept.map(({ type }) => type)).toEqual(['cart.lineAdded', 'health.changed']);
    expect(again.health()).toEqual({ ...HEALTHY, since: START + 2000 });
  });

  it('can be asked of a shop that is closed', async () => {
    const { shop, clock } = await openShop();
    clock.advance(7);
    await shop.close();
    expect(shop.health()).toMatchObject({ state: 'stopped', since: START + 7, alert: false });
    clock.advance(60_000);
    expect(shop.health()).toMatchObject({ state: 'stopped', since: START + 7 });
  });

  it('is stopped with an alert when the store fails', async () => {
    const inner = memoryStore();
    let isFull = false;
    const { shop } = await openShop({
      store: {
        ...inner,
        commit(batch) {
          if (isFull) throw new Error('disk full');
          return inner.commit(batch);
        },
      },
    });
    isFull = true;
    await expect(shop.carts.add('ada', 'mug', 1)).rejects.toThrow('disk full');
    expect(shop.health()).toMatchObject({ state: 'stopped', alert: true, reasons: [] });
  });

  it('can be asked within a turn, which it does not change', async () => {
    const seen: string[] = [];
    const { shop, clock } = await openShop({
      pricing: () => {
        seen.push(shop.health().state);
        throw new Error('no prices today');
      },
    });
    await shop.carts.add('ada', 'mug', 1);
    vi.spyOn(Admission.prototype, 'refusedClasses', 'get').mockReturnValue(['browse']);
    clock.advance(1000);
    await expect(shop.checkout('ada')).rejects.toThrow('no prices today');
    expect(seen).toEqual(['healthy']);
    expect(shop.health().state).toBe('shedding');
    expect(await shop.carts.add('ada', 'mug', 1)).toMatchObject({ ok: true });
  });
});
