import { diskStore } from '../../src/disk.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { fillShop, openShop, sellMug } from './openShop.ts';

/**
 * The process that dies in the middle of a payment. Its parent kills it once the payment is on disk and the gateway has
 * taken the money.
 *
 * Arguments: the folder of the shop, and the address of the gateway.
 */
const [folder = '', gatewayUrl = ''] = process.argv.slice(2);
const shop = await openShop(await diskStore({ path: folder }), gatewayUrl);
await fillShop(shop);
const orderId = await sellMug(shop);
const { order } = expectOk(await shop.orders.send(orderId, { type: 'order.pay', card: 'lost' }));
process.send?.(order);
