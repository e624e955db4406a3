import { describe, expect, it } from 'vitest';
import { AllowanceAudit, type CountedOrder, PurchaseAllowance } from '../../../machines/index.ts';
import { MAX_COUNTED_BUYERS } from '../../../machines/rules/limits.ts';

const WINDOW_MS = 100;

/** An allowance that reads these orders, and counts how often. */
function allowanceOf(orders: readonly CountedOrder[] = [], isComplete = true) {
  const allowance = new PurchaseAllowance(WINDOW_MS);
  const reads: string[] = [];
  allowance.source = {
    read(userId, since) {
      reads.push(`${userId} since ${since}`);
      return { orders, isComplete };
    },
  };
  return { allowance, reads };
}

function order(
  orderId: string,
  placedAt: number,
  stock: CountedOrder['stock'],
  quantity = 1,
): CountedOrder {
  return { orderId, placedAt, stock, lines: [{ sku: 'a', quantity }] };
}

const request = (quantity: number, placedAt: number, userId?: string) => ({
  ...(userId !== undefined && { userId }),
  placedAt,
  lines: [{ sku: 'a', quantity, maxPerUser: 2 }],
});

describe('an allowance', () => {
  it('reads the orders of a user once in the length of a window', () => {
    const { allowance, reads } = allowanceOf([order('o1', 990, 'committed')]);
    expect(allowance.counted('ada', 'a', 1000)).toBe(1);
    expect(allowance.counted('ada', 'b', 1001)).toBe(0);
    expect(allowance.counted('ada', 'a', 1089)).toBe(1);
    expect(allowance.counted('ada', 'a', 1090)).toBe(0);
    expect(reads).toEqual(['ada since 900']);
    allowance.counted('ada', 'a', 1100);
    expect(reads).toEqual(['ada since 900', 'ada since 1000']);
  });

  it('reads no orders for products without a limit, nor for a request of nobody', () => {
    const { allowance, reads } = allowanceOf();
    expect(
      allowance.refusalOf({ userId: 'ada', placedAt: 1, lines: [{ sku: 'a', quantity: 9 }] }),
    ).toBeUndefined();
    expect(allowance.refusalOf(request(9, 1))).toBeUndefined();
    allowance.place('o1', request(9, 1, 'ada'));
    allowance.ship('o1');
    expect(reads).toEqual([]);
  });

  it('follows the orders of the users that it has read', () => {
    const { allowance } = allowanceOf();
    expect(allowance.refusalOf(request(2, 1, 'ada'))).toBeUndefined();
    allowance.place('o1', request(2, 1, 'ada'));
    allowance.place('o2', request(1, 1, 'bob'));
    expect(allowance.refusalOf(request(1, 2, 'ada'))).toMatchObject({ counted: 2 });
    allowance.release('o1');
    allowance.release('o2');
    expect(allowance.refusalOf(request(2, 3, 'ada'))).toBeUndefined();
  });

  it('refuses a user whose orders are too many to be read', () => {
    const { allowance } = allowanceOf([], false);
    expect(allowance.refusalOf(request(1, 1, 'ada'))).toEqual({
      code: 'purchase-limit',
      sku: 'a',
      requested: 1,
      maxPerUser: 2,
      counted: 2,
    });
  });

  it('drops users whose window is over, and the oldest when there are too many', () => {
    const { allowance, reads } = allowanceOf();
    for (let user = 0; user < 10; user++) allowance.counted(`user-${user}`, 'a', 1);
    for (let user = 0; user < 5; user++) allowance.counted('late', 'a', 200 * (user + 1));
    expect([...allowance.followed()]).toEqual(['late']);
    for (let user = 0; user < MAX_COUNTED_BUYERS + 10; user++) {
      allowance.counted(`user-${user}`, 'a', 1001);
    }
    expect([...allowance.followed()].length).toBeLessThanOrEqual(MAX_COUNTED_BUYERS);
    reads.length = 0;
    allowance.counted('user-0', 'a', 1002);
    expect(reads).toEqual(['user-0 since 902']);
  });
});

describe('the audit of an allowance', () => {
  it('finds what counts and is not in an order, and the other way round', () => {
    const { allowance } = allowanceOf([order('o1', 990, 'held')]);
    allowance.counted('ada', 'a', 1000);
    const auditOf = (orders: readonly CountedOrder[]) => {
      const audit = new AllowanceAudit(allowance, 1001);
      expect([audit.asksFor('ada'), audit.asksFor('bob')]).toEqual([true, false]);
      for (const each of orders) audit.add('ada', each);
      return audit.problems();
    };
    expect(auditOf([order('o1', 990, 'held'), order('o0', 900, 'committed')])).toEqual([]);
    expect(auditOf([order('o1', 990, 'released')])).toEqual([
      'ada: 1 units of a count towards limits, but the orders add up to 0',
    ]);
    expect(auditOf([order('o1', 990, 'held'), order('o2', 999, 'committed', 2)])).toEqual([
      'ada: 1 units of a count towards limits, but the orders add up to 3',
    ]);
  });
});
