import { performance } from 'node:perf_hooks';
import type { LatencySummary, PercentilePoint } from '../../harness/latency.ts';
import { seeded } from '../../harness/seeded.ts';
import type { OnProgress } from '../../scaling/point.ts';
import { Times, type TimesSummary } from '../../search/times.ts';
import { WARM_UP_SECONDS } from '../limits.ts';
import { addCustomers, openNotifyShop } from '../notifyShop.ts';
import { watchChannel } from '../watchChannel.ts';
import type { LoadTask } from './loadTask.ts';
import { MessageTimes } from './messageTimes.ts';
import { notifierChannel } from './notifierChannel.ts';
import { orderLoop } from './orderLoop.ts';
import { sendSameMails } from './sendSameMails.ts';

/** The orders of one run, and their messages. Times are microseconds, except where they say otherwise. */
export interface OrderRun {
  readonly orders: number;
  /** From the call of a checkout to its answer. */
  readonly checkout: TimesSummary;
  /** From when an order was due, its cart included, to the answer of its checkout. */
  readonly sinceDue: TimesSummary;
  /** CPU time of all threads of the process until the last message was sent, for each order. */
  readonly cpuMicros: number;
  /** The time in which the main thread was not idle until then, for each order. */
  readonly busyMicros: number;
  /** The share of the time in which it was not while orders were placed, 0 to 1. */
  readonly utilization: number;
  /** Null without notifications. */
  readonly delivery: DeliveryRun | null;
}

/** The messages of the measured orders. */
export interface DeliveryRun {
  readonly messages: number;
  /** Those that were sent in time. */
  readonly inTime: number;
  /** Those that were not sent when the last order was placed. */
  readonly backlogAtEnd: number;
  /** From the fact to the channel's answer for its whole batch. */
  readonly latency: LatencySummary;
  readonly curve: readonly PercentilePoint[];
  /** All that were sent, those of the warm-up included. */
  readonly sent: number;
}

/** Places orders at a fixed rate, whether or not the shop keeps up, and waits for their messages. */
export async function measureOrders(task: LoadTask, onProgress: OnProgress): Promise<OrderRun> {
  const { store, path, seconds, rate, seed } = task;
  const messages = new MessageTimes();
  const made = notifierChannel(task);
  const isBeside = task.notifier === 'same mails';
  const endMails = made && isBeside ? sendSameMails(made, rate) : () => {};
  const channel = isBeside ? undefined : made;
  const watched = channel && watchChannel(channel, ({ at }) => messages.sent(at));
  const shop = await openNotifyShop({ store, path, channel: watched });
  await addCustomers(shop, onProgress);
  const random = seeded(seed);
  const [checkout, sinceDue] = [new Times(), new Times()];
  const warmUp = { shop, random, rate, seconds: WARM_UP_SECONDS };
  const before = await orderLoop({ ...warmUp, checkout: new Times(), sinceDue: new Times() });
  if (channel !== undefined) await messages.waitFor(before);

  await messages.begin();
  const [cpuBefore, loopBefore] = [process.cpuUsage(), performance.eventLoopUtilization()];
  const orders = await orderLoop({
    ...{ shop, random, rate, seconds, checkout, sinceDue },
    onSecond: (done) => onProgress({ stage: 'seconds of orders', done, total: seconds }),
  });
  const { utilization } = performance.eventLoopUtilization(loopBefore);
  const backlogAtEnd = orders - messages.latency.count;
  // The work for messages that are left belongs to their orders.
  if (channel !== undefined) await messages.waitFor(orders);
  const cpu = process.cpuUsage(cpuBefore);
  const { active } = performance.eventLoopUtilization(loopBefore);

  endMails();
  const { problems } = shop.audit();
  if (problems.length > 0) throw new Error(`the audit finds: ${problems.join('; ')}`);
  const sent = shop.notifications.status()[0]?.sent ?? 0;
  await shop.close();
  const { latency, inTime } = messages;
  const times = { latency: latency.summary(), curve: latency.curve() };
  return {
    ...{ orders, checkout: checkout.summary(), sinceDue: sinceDue.summary() },
    cpuMicros: (cpu.user + cpu.system) / orders,
    busyMicros: (1000 * active) / orders,
    utilization,
    delivery: channel ? { messages: orders, inTime, backlogAtEnd, sent, ...times } : null,
  };
}
