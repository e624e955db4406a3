import type { Order, Refusal, Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import type { SimulatedClock } from '../../src/testing.ts';
import type { Invoice } from './readInvoices.ts';

export interface ReplayTotals {
  invoices: number;
  orders: number;
  /** The units of all placed orders; `revenueMinor` is their revenue. */
  units: number;
  revenueMinor: number;
  /** The number of invoices that were given up, by the code of the first refusal. */
  refusals: Record<string, number>;
}

export interface ReplayOptions {
  readonly shop: Shop;
  /** The clock of the shop. */
  readonly clock: SimulatedClock;
  /** Called after each invoice with the number of completed ones. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Runs invoices in the order of time through a shop that has their products: each is a cart, a checkout
 * and an order that is paid, shipped and delivered at once.
 */
export async function replayInvoices(
  invoices: readonly Invoice[],
  { shop, clock, onProgress }: ReplayOptions,
): Promise<ReplayTotals> {
  const totals: ReplayTotals = { invoices: 0, orders: 0, units: 0, revenueMinor: 0, refusals: {} };
  for (const invoice of invoices) {
    clock.advance(Math.max(0, invoice.at - clock.now()));
    count(totals, await runInvoice(shop, invoice));
    onProgress?.(totals.invoices);
  }
  return totals;
}

function count(totals: ReplayTotals, outcome: Order | Refusal): void {
  totals.invoices++;
  if ('code' in outcome) {
    totals.refusals[outcome.code] = (totals.refusals[outcome.code] ?? 0) + 1;
    return;
  }
  totals.orders++;
  totals.units += outcome.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  totals.revenueMinor += outcome.totalMinor;
}

/** @throws Error that names the invoice if the engine refuses a command without a reason. */
async function runInvoice(shop: Shop, invoice: Invoice): Promise<Order | Refusal> {
  const { invoiceNo, userId } = invoice;
  try {
    const outcome = await buy(shop, invoice);
    if ('code' in outcome) {
      expectOk(await shop.carts.clear(userId));
      return outcome;
    }
    const { orderId } = outcome;
    expectOk(await shop.orders.confirm(orderId));
    expectOk(await shop.orders.ship(orderId, { trackingNumber: invoiceNo }));
    return expectOk(await shop.orders.deliver(orderId)).order;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`invoice ${invoiceNo}: ${reason}`, { cause });
  }
}

/** Fills the customer's cart and checks it out; stops at the first refusal. */
async function buy(shop: Shop, { userId, lines }: Invoice): Promise<Order | Refusal> {
  if (shop.users.get(userId) === undefined) {
    expectOk(await shop.users.register({ userId, name: userId }));
  }
  for (const { sku, quantity, priceMinor } of lines.values()) {
    if (shop.products.get(sku)?.priceMinor !== priceMinor) {
      expectOk(await shop.products.update(sku, { priceMinor }));
    }
    const answer = await shop.carts.add(userId, sku, quantity);
    if (!answer.ok) return answer.refusal;
  }
  const answer = await shop.checkout(userId);
  return answer.ok ? answer.order : answer.refusal;
}
