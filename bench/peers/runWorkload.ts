import { setImmediate } from 'node:timers/promises';
import { checkStock } from '../closedLoop/checkStock.ts';
import { closedLoop } from '../closedLoop/closedLoop.ts';
import { Purchases } from '../closedLoop/purchases.ts';
import { seeded } from '../harness/seeded.ts';
import { WARM_UP_SHARE } from './limits.ts';
import type { Peer, PeerOptions, Workload } from './peer.ts';

/** The length of a run: a number of purchases, or a number of timed seconds. */
export type Budget = { readonly purchases: number } | { readonly seconds: number };

export interface WorkloadOptions {
  readonly workload: Workload;
  readonly budget: Budget;
  readonly seed: number;
  readonly inFlight: number;
  readonly shop: PeerOptions;
}

export interface WorkloadResult {
  /** The number of timed purchases. */
  readonly purchases: number;
  /** The time that they took, without the filling of carts. */
  readonly seconds: number;
  /** The checksum: all units of the run that are missing from the stock at its end. */
  readonly unitsSold: number;
}

/**
 * Repeats a workload in batches, first a share of it to warm up, and checks the stock of every
 * product afterwards.
 *
 * @throws Error if a purchase fails, or if the stock of a product is wrong.
 */
export async function runWorkload(peer: Peer, options: WorkloadOptions): Promise<WorkloadResult> {
  const { budget, seed, shop } = options;
  const purchases = new Purchases(shop, seeded(seed));
  await repeat(peer, { ...options, budget: warmUpOf(budget) }, purchases);
  const { count, seconds } = await repeat(peer, options, purchases);
  const left = await peer.remaining();
  const unitsSold = checkStock({ initial: shop.stock, taken: purchases.taken, left });
  return { purchases: count, seconds, unitsSold };
}

async function repeat(
  peer: Peer,
  { workload, budget, inFlight, shop }: WorkloadOptions,
  purchases: Purchases,
): Promise<{ count: number; seconds: number }> {
  let count = 0;
  let seconds = 0;
  const isSpent = () =>
    'seconds' in budget ? seconds >= budget.seconds : count >= budget.purchases;
  while (!isSpent()) {
    // Peers in this process may never wait: this lets timers and messages have their turn.
    await setImmediate();
    const wanted = 'purchases' in budget ? budget.purchases - count : shop.users;
    const batch = purchases.take(Math.min(wanted, shop.users));
    if (workload === 'checkouts') await peer.fillCarts(batch);
    const work = workload === 'checkouts' ? peer.checkout : peer.lifecycle;
    seconds += await closedLoop(batch, { inFlight }, work);
    count += batch.length;
  }
  return { count, seconds };
}

function warmUpOf(budget: Budget): Budget {
  return 'seconds' in budget
    ? { seconds: budget.seconds * WARM_UP_SHARE }
    : { purchases: Math.ceil(budget.purchases * WARM_UP_SHARE) };
}
