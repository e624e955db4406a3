import type { Shop } from '../../src/index.ts';
import { sellerOf, shipmentsOf } from './sellers.ts';
import type { ShipmentHandedOver, shippingOrder } from './shippingOrder.ts';

/** The marketplace's shop. */
export type Market = Shop<{ order: typeof shippingOrder }>;

/** What a seller has sent since its last report. */
export interface SellerReport {
  readonly shipments: number;
  readonly units: number;
  readonly revenueMinor: number;
}

/**
 * Reads the facts after the last report, and makes a seller's next one of them. A consumer has a durable position: a process
 * that dies before it acknowledges the facts gets them once more, so that nothing is missing from the next report.
 */
export async function sellerReport(
  shop: Market,
  seller: string,
  deliver: (report: SellerReport) => void | Promise<void>,
): Promise<void> {
  const name = `report-${seller}`;
  const consumer = shop.consumer<ShipmentHandedOver>(name);
  const end = consumer.position + lagOf(shop, name);
  const report = { shipments: 0, units: 0, revenueMinor: 0 };
  if (end > consumer.position) {
    for await (const fact of consumer) {
      if (fact.type === 'shipment.handedOver' && sellerOf(fact.location) === seller) {
        const order = shop.orders.get(fact.orderId);
        const shipments = order === undefined ? [] : shipmentsOf(order);
        const { lines = [] } = shipments.find(({ location }) => location === fact.location) ?? {};
        report.shipments++;
        for (const { quantity, totalMinor } of lines) {
          report.units += quantity;
          report.revenueMinor += totalMinor;
        }
      }
      if (fact.seq >= end) break;
    }
  }
  await deliver(report);
  if (end > consumer.position) await consumer.acknowledge({ seq: end });
}

/** The number of facts that a consumer has not acknowledged. */
function lagOf(shop: Market, name: string): number {
  return shop.stats().consumers.find((consumer) => consumer.name === name)?.lag ?? 0;
}
