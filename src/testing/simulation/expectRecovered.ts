import { simulatedClock } from '../../runtime/simulatedClock.ts';
import { createShop } from '../../shop.ts';
import type { SimulatedStore } from '../simulatedStore.ts';
import { underRule } from './brokenRule.ts';
import { expectFacts } from './expectations.ts';
import { expectSame } from './expectSame.ts';
import type { History } from './history.ts';
import type { RunOptions } from './runPlan.ts';
import { readShopState } from './shopState.ts';

/**
 * Opens a shop on a copy of the durable records, at the time of the last of them, and expects that it is what it was
 * then: its carts, orders and stock, its facts, and the positions of its consumers.
 *
 * Where the opening itself writes something, such as a timer that was due at that very moment, the shop has gone on
 * already: only its facts and positions can be compared.
 *
 * @param history of which the last batch is the last durable one.
 */
export async function expectRecovered(
  store: SimulatedStore,
  history: History,
  options: RunOptions,
): Promise<void> {
  const { state, at, positions } = history.last;
  if (state === undefined) return;
  const copy = store.restart();
  let ids = 0;
  const shop = await underRule('recovery', () =>
    createShop({
      ...options,
      store: copy,
      clock: simulatedClock(at),
      createId: () => `copy-${++ids}`,
    }),
  );
  if (copy.committed === store.durable) {
    underRule('recovery', () => {
      expectSame(readShopState(shop, history), state, 'the shop that was opened again at once');
    });
    await expectFacts(shop, history);
  }
  underRule('facts', () => {
    for (const [name, position] of positions) {
      expectSame(shop.consumer(name).position, position, `the position of ${name}`);
    }
  });
  await shop.close();
}
