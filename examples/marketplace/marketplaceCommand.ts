import {
  type Allocation,
  createShop,
  fewestLocations,
  memoryStore,
  mostStock,
  type Order,
  type Shop,
} from '../../src/index.ts';
import { columnTable } from '../../src/terminal/columnTable.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { print } from '../../src/terminal/output.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { fewSellers } from './fewSellers.ts';
import { type Market, sellerReport } from './sellerReport.ts';
import { openMarket, sellerOf, shipmentsOf } from './sellers.ts';
import { type ShipmentHandedOver, shippingOrder } from './shippingOrder.ts';

const HELP = `Usage: npm run marketplace -- [--help]

A marketplace of three sellers with warehouses of their own: allocates an order by three strategies,
splits it into shipments, tells sellers that they run out, restocks a warehouse, and makes a
seller's report that goes on where it was when the shop is opened again. Prints what happens.

  --help  print this and do nothing

Exit code: 0, or 1 if the audit finds a problem, or 2 if an argument is wrong.
`;

/** What the buyer wants. */
const WISHES = { kettle: 2, mug: 4, tea: 1 };

const STRATEGIES: readonly (readonly [name: string, allocation: Allocation])[] = [
  ['mostStock', mostStock],
  ['fewestLocations', fewestLocations],
  ['fewSellers', fewSellers],
];

/** The command `npm run marketplace`; its help says what it does. */
export const marketplaceCommand: Command<unknown> = {
  name: 'marketplace',
  help: HELP,
  readArguments: (argv) => readFlags(argv, {}).values,
  async run() {
    await compareStrategies();
    const store = memoryStore();
    const market = await openShop(store);
    await openMarket(market);
    warnSellers(market);
    await shipOrder(market);
    await restock(market);
    heading("A seller's report, before and after the shop was closed");
    await reportTo(market, 'anna');
    await market.close();
    const again = await openShop(store);
    await reportTo(again, 'anna');
    const { orderId } = await buy(again, { tea: 3 });
    expectOk(await again.orders.confirm(orderId));
    await handOver(again, orderId, 'anna/munich');
    await reportTo(again, 'anna');
    const { ok, problems } = again.audit();
    print(`\naudit: ${ok ? 'ok' : problems.join('; ')}\n`);
    await again.close();
    return ok ? 0 : 1;
  },
};

function openShop(store: ReturnType<typeof memoryStore>): Promise<Market> {
  return createShop({ store, allocation: fewSellers, machines: { order: shippingOrder } });
}

async function compareStrategies(): Promise<void> {
  heading('The same order by three allocation strategies');
  for (const [name, allocation] of STRATEGIES) {
    const shop = await createShop({ allocation });
    await openMarket(shop);
    const locations = shipmentsOf(await buy(shop, WISHES)).map(({ location }) => location);
    const sellers = new Set(locations.map(sellerOf)).size;
    const count = `${counted(locations.length, 'shipment')} by ${counted(sellers, 'seller')}`;
    say(`${name}: ${count}: ${locations.join(', ')}`);
    await shop.close();
  }
}

async function shipOrder(market: Market): Promise<void> {
  heading('One order, one shipment for each warehouse');
  const { orderId, lines } = await buy(market, WISHES);
  expectOk(await market.orders.confirm(orderId));
  for (const { location, lines: content } of shipmentsOf({ lines })) {
    const { state } = await handOver(market, orderId, location);
    const list = content.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
    say(`${location} hands over ${list}: the order is ${state}`);
  }
  say(`tracking numbers: ${trackingNumbers(market, orderId).join(', ')}`);
}

async function handOver(market: Market, orderId: string, location: string): Promise<Order> {
  const trackingNumber = `T-${location}`;
  const event = { type: 'shipment.handOver', location, trackingNumber } as const;
  return expectOk(await market.orders.send(orderId, event)).order;
}

/** An order keeps the last tracking number; its facts have all. */
function trackingNumbers(market: Market, orderId: string): string[] {
  return market.orders
    .history<ShipmentHandedOver>(orderId)
    .flatMap((fact) => (fact.type === 'shipment.handedOver' ? [fact.trackingNumber] : []));
}

/** Tells each seller of a product that it is about to be sold out, with what is left of their own. */
function warnSellers(market: Market): void {
  for (const type of ['stock.low', 'stock.depleted'] as const) {
    market.on(type, ({ sku, available }) => {
      const { locations = {} } = market.explain(sku) ?? {};
      for (const [location, figures] of Object.entries(locations)) {
        const own = `${figures.available} of them at ${location}`;
        say(`to ${sellerOf(location)}: ${available} × ${sku} left, ${own}`);
      }
    });
  }
}

async function restock(market: Market): Promise<void> {
  heading('A product that runs out, and is restocked at one warehouse');
  await buy(market, { kettle: 7 });
  say('where the kettles are:');
  showStock(market);
  expectOk(await market.products.restock('kettle', 20, { location: 'boris/lyon' }));
  say('boris restocks 20 in lyon:');
  showStock(market);
}

function showStock(market: Market): void {
  const { locations = {} } = market.explain('kettle') ?? {};
  const rows = Object.entries(locations).map(([location, { onHand, available, held, shipped }]) => [
    location,
    ...[onHand, available, held, shipped].map(String),
  ]);
  const table = columnTable(['location', 'on hand', 'available', 'held', 'shipped'], rows);
  print(table.replaceAll(/^/gm, '    ').concat('\n'));
}

async function reportTo(market: Market, seller: string): Promise<void> {
  await sellerReport(market, seller, ({ shipments, units, revenueMinor }) => {
    const revenue = (revenueMinor / 100).toFixed(2);
    const count = `${counted(shipments, 'shipment')}, ${counted(units, 'unit')}`;
    say(`${seller} since the last report: ${count}, ${revenue} USD`);
  });
}

/** Buys what is wished for, and pays nothing yet. */
async function buy(
  shop: Pick<Shop, 'carts' | 'checkout'>,
  wishes: Readonly<Record<string, number>>,
): Promise<Order> {
  for (const [sku, quantity] of Object.entries(wishes)) {
    expectOk(await shop.carts.add('ada', sku, quantity));
  }
  return expectOk(await shop.checkout('ada')).order;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function heading(text: string): void {
  print(`\n${text}\n`);
}

function say(text: string): void {
  print(`  ${text}\n`);
}
