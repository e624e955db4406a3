import { createShop, type Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { closedLoop } from '../closedLoop/closedLoop.ts';
import { type Purchase, skuOf, userIdOf } from '../closedLoop/purchases.ts';
import { type DurableKind, openStore } from '../harness/openStore.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { IN_FLIGHT_DURABLE } from './limits.ts';
import type { Peer, PeerOptions } from './peer.ts';

/** A closed loop has its callers: none of them can be asked to come back later. */
const OPTIONS = { shedAboveMs: Number.POSITIVE_INFINITY };

/** statecart with its default options but for refusals under load, with its store, histories and views. */
export async function openStatecart(options: PeerOptions): Promise<Peer> {
  return peerOf(await createShop(OPTIONS), options);
}

/** The same with a store on disk: a command is answered when all records of its turn are there. */
export async function openDurableStatecart(kind: DurableKind, options: PeerOptions): Promise<Peer> {
  const { path, remove } = temporaryFolder();
  const peer = await peerOf(
    await createShop({ ...OPTIONS, store: await openStore(kind, path) }),
    options,
  );
  return {
    ...peer,
    async close() {
      await peer.close();
      remove();
    },
  };
}

async function peerOf(shop: Shop, { products, stock, users }: PeerOptions): Promise<Peer> {
  /** Runs commands that are not timed, together, so that they share the commits of a store on disk. */
  const prepare = <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>) =>
    closedLoop(items, { inFlight: IN_FLIGHT_DURABLE }, work);

  await prepare([...Array(products).keys()].map(skuOf), async (sku) => {
    expectOk(await shop.products.add({ sku, name: sku, category: 'all', priceMinor: 1000, stock }));
  });
  await prepare([...Array(users).keys()].map(userIdOf), async (userId) => {
    expectOk(await shop.users.register({ userId, name: userId }));
  });

  async function fillCart({ userId, skus }: Purchase): Promise<void> {
    for (const sku of skus) expectOk(await shop.carts.add(userId, sku, 1));
  }

  return {
    async fillCarts(purchases) {
      await prepare(purchases, fillCart);
    },
    async checkout({ userId }) {
      expectOk(await shop.checkout(userId));
    },
    async lifecycle(purchase) {
      await fillCart(purchase);
      const { order } = expectOk(await shop.checkout(purchase.userId));
      const { orderId } = order;
      expectOk(await shop.orders.confirm(orderId));
      expectOk(await shop.orders.ship(orderId, { trackingNumber: 'T-1' }));
      expectOk(await shop.orders.deliver(orderId));
    },
    async remaining() {
      const { problems } = shop.audit();
      if (problems.length > 0) throw new Error(`the audit finds: ${problems.join('; ')}`);
      return Array.from({ length: products }, (_, product) => {
        return shop.products.get(skuOf(product))?.available ?? Number.NaN;
      });
    },
    close: () => shop.close(),
  };
}
