import { describe, expect, it } from 'vitest';
import {
  type Allocation,
  fewestLocations,
  PurchaseAllowance,
  StockLedger,
} from '../../../machines/index.ts';
import { ReservationPlanner } from '../../../machines/rules/reservationPlanner.ts';
import { accepted, fillCart, openShop } from '../shop/openShop.ts';

/** A ledger with five mugs, and a planner whose strategy counts its calls. */
function countingPlanner(allocation: Allocation = fewestLocations) {
  const strategy = { calls: 0 };
  const ledger = new StockLedger();
  ledger.register('mug', [{ location: 'main', quantity: 5 }]);
  const planner = new ReservationPlanner(
    ledger,
    (demands) => {
      strategy.calls++;
      return allocation(demands);
    },
    new PurchaseAllowance(1),
  );
  return { ledger, planner, strategy };
}

const request = (quantity: number) => ({ lines: [{ sku: 'mug', quantity }] });

describe('a reservation', () => {
  it('is planned once, however often the plan is asked for', () => {
    const { planner, strategy } = countingPlanner();
    const mugs = request(2);
    const plan = planner.planFor(mugs);
    expect([planner.planFor(mugs), planner.planFor(mugs), planner.take(mugs)]).toEqual([
      plan,
      plan,
      plan,
    ]);
    expect(strategy.calls).toBe(1);
  });

  it('is planned again after its plan was taken, since the stock may have changed', () => {
    const { planner, ledger } = countingPlanner();
    const mugs = request(4);
    expect(planner.take(mugs).ok).toBe(true);
    ledger.hold('o1', new Map([['mug', [{ location: 'main', quantity: 4 }]]]));
    expect(planner.planFor(mugs)).toMatchObject({
      ok: false,
      shortages: [{ sku: 'mug', requested: 4, available: 1 }],
    });
  });

  it('of the same lines in another message has a plan of its own', () => {
    const { planner, strategy } = countingPlanner();
    planner.planFor(request(1));
    planner.planFor(request(1));
    expect(strategy.calls).toBe(2);
  });

  it('fails alone when the strategy throws, and asks it once', () => {
    const error = new Error('no map today');
    const { planner, strategy } = countingPlanner(() => {
      throw error;
    });
    const mugs = request(1);
    expect(planner.planFor(mugs)).toEqual({ ok: false, error });
    expect(planner.take(mugs)).toEqual({ ok: false, error });
    expect(strategy.calls).toBe(1);
  });

  it('does not disturb the plan of another inventory', () => {
    const [one, two] = [countingPlanner(), countingPlanner()];
    const mugs = request(3);
    for (const { planner } of [one, two, one, two]) planner.planFor(mugs);
    expect([one.strategy.calls, two.strategy.calls]).toEqual([1, 1]);
  });

  it('asks the strategy of the shop once for each checkout', async () => {
    let calls = 0;
    const allocation: Allocation = (demands) => {
      calls++;
      return fewestLocations(demands);
    };
    const { shop } = await openShop({ allocation });
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    accepted(await shop.checkout('ada'));
    expect(calls).toBe(1);
  });
});
