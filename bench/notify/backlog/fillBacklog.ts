import { expectOk } from '../../../src/terminal/expectOk.ts';
import { drawPair, skuOf, userIdOf } from '../../closedLoop/purchases.ts';
import { seeded } from '../../harness/seeded.ts';
import type { OnProgress } from '../../scaling/point.ts';
import { inChunks } from '../inChunks.ts';
import { MESSAGES_PER_ORDER, PRODUCTS, USERS } from '../limits.ts';
import { addCustomers, openNotifyShop } from '../notifyShop.ts';
import { sinkChannel } from '../watchChannel.ts';
import type { BacklogTask } from './backlogTask.ts';

/** Makes a backlog: a channel is paused while orders go from the cart to the customer. */
export async function fillBacklog(task: BacklogTask, onProgress: OnProgress): Promise<null> {
  const { store, path, messages, seed } = task;
  const channel = sinkChannel();
  const shop = await openNotifyShop({ store, path, channel, sync: false });
  expectOk(await shop.notifications.pause(channel.name));
  await addCustomers(shop, onProgress);
  const random = seeded(seed);
  const total = messages / MESSAGES_PER_ORDER;
  await inChunks({ stage: 'orders', total, onProgress }, async (order) => {
    const userId = userIdOf(order % USERS);
    for (const product of drawPair(PRODUCTS, random)) {
      expectOk(await shop.carts.add(userId, skuOf(product), 1));
    }
    const { orderId } = expectOk(await shop.checkout(userId)).order;
    expectOk(await shop.orders.confirm(orderId));
    expectOk(await shop.orders.ship(orderId, { trackingNumber: `T-${order}` }));
    expectOk(await shop.orders.deliver(orderId));
  });
  await shop.close();
  return null;
}
