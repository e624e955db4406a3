import { numberText } from '../../../src/terminal/numberText.ts';
import { HANGING_TIMEOUT_MS } from '../limits.ts';
import type { StoreKind } from '../notifyShop.ts';
import type { NotifyArguments } from '../readArguments.ts';
import { type HangingFigures, hangingFigures } from './hangingFigures.ts';
import { type HealthyFigures, healthyFigures } from './healthyFigures.ts';
import { EMAIL_NOTIFIERS } from './loadTask.ts';
import type { CheckoutRun } from './measureCheckouts.ts';
import type { OrderRun } from './measureOrders.ts';
import { runVariants } from './runVariants.ts';

/** Checkouts as fast as they are answered, beside a mail server that hangs and without notifications. */
export async function measureHanging(
  store: StoreKind,
  { rounds, checkoutSeconds, rate, seed }: NotifyArguments,
): Promise<HangingFigures> {
  const series = await runVariants<CheckoutRun>({
    // With a store, facts are retained anyway.
    notifiers: store === 'memory' ? ['none', 'log', 'email'] : ['none', 'email'],
    ...{ rounds, mailServer: 'hanging' },
    task: {
      ...{ load: 'checkouts', store, seconds: checkoutSeconds, rate, seed },
      timeoutMs: HANGING_TIMEOUT_MS,
    },
    describe: ({ perSecond, checkout }) =>
      `${numberText(perSecond)} checkouts a second, p99 ${inMs(checkout.p99)}`,
    checkMails(_run, { connections }) {
      if (connections === 0) throw new Error('expected mails to be tried, got no connection');
    },
  });
  return hangingFigures(store, series);
}

/** Orders at a fixed rate: without notifications, with a channel that costs nothing, and with email, also in a thread. */
export async function measureHealthy(
  store: StoreKind,
  { rounds, seconds, rate, seed }: NotifyArguments,
): Promise<HealthyFigures> {
  const series = await runVariants<OrderRun>({
    notifiers: ['none', 'sink', ...EMAIL_NOTIFIERS],
    ...{ rounds, mailServer: 'healthy' },
    task: { load: 'orders', store, seconds, rate, seed },
    describe: ({ checkout, cpuMicros, delivery }) => {
      const cost = `checkout ${numberText(checkout.p50, 1)} µs, CPU ${numberText(cpuMicros)} µs an order`;
      return delivery === null ? cost : `${cost}, messages p99 ${inMs(delivery.latency.p99)}`;
    },
    checkMails({ delivery }, { mails }) {
      const sent = delivery?.sent ?? 0;
      if (mails >= sent) return;
      throw new Error(`expected ${sent} mails, the mail server has accepted ${mails}`);
    },
  });
  return healthyFigures(store, series);
}

function inMs(micros: number): string {
  return `${numberText(micros / 1000, 2)} ms`;
}
