import type { BatchObservableResult, Meter, ObservableGauge } from '@opentelemetry/api';
import { COMMAND_CLASSES } from '../admission/commandClass.ts';
import type { HealthApi } from '../health/healthApi.ts';
import type { Notifications } from '../notifications/notificationApi.ts';
import type { StatsApi } from '../stats/statsApi.ts';
import { CHANNEL_NAME, COMMAND_CLASS, CONSUMER_NAME, HEALTH_STATE } from './attributes.ts';

/** The figures that are read when metrics are collected: each one's unit and what it is. */
const GAUGES = {
  'statecart.command.waiting': ['{command}', 'Commands that wait for their turn.'],
  'statecart.commit.waiting': ['{turn}', 'Turns that wait for the store.'],
  'statecart.commit.oldest_age': ['s', 'How long the oldest of these turns has waited.'],
  'statecart.cart.live': ['{cart}', 'Carts that have lines.'],
  'statecart.order.open': ['{order}', 'Orders that are not in a final state.'],
  'statecart.timer.pending': ['{timer}', 'Pending timers of carts and orders.'],
  'statecart.consumer.lag': ['{fact}', 'Facts that a consumer has not acknowledged.'],
  'statecart.channel.backlog': [
    '{fact}',
    'Facts that a channel of notifications has still to deliver.',
  ],
  'statecart.channel.retrying': ['{message}', 'Messages that wait for another attempt.'],
  'statecart.channel.dead': ['{message}', 'Messages that could not be delivered.'],
  'statecart.search.rows': ['{product}', 'Products in the search index.'],
  'statecart.health.state': ['1', '1 for the present state of the shop, 0 for the others.'],
} as const;

type GaugeName = keyof typeof GAUGES;

const HEALTH_STATES = ['healthy', 'degraded', 'shedding', 'stopped'] as const;

/** What `instrument` reads of a shop. */
export interface GaugedShop extends StatsApi, HealthApi {
  /** The channels. */
  readonly notifications: Pick<Notifications, 'status'>;
}

/** Adds the gauges of a shop. @returns a function that ends this. */
export function addGauges(shop: GaugedShop, meter: Meter): () => void {
  const gauges = new Map<GaugeName, ObservableGauge>();
  for (const [name, [unit, description]] of Object.entries(GAUGES)) {
    gauges.set(name as GaugeName, meter.createObservableGauge(name, { unit, description }));
  }
  const observe = (result: BatchObservableResult) => {
    const at = (name: GaugeName) => gauges.get(name) as ObservableGauge;
    const { commands, commits, carts, orders, timers, consumers, search } = shop.stats();
    for (const commandClass of COMMAND_CLASSES) {
      const waiting = commands.waiting[commandClass];
      result.observe(at('statecart.command.waiting'), waiting, { [COMMAND_CLASS]: commandClass });
    }
    result.observe(at('statecart.commit.waiting'), commits.waiting);
    result.observe(at('statecart.commit.oldest_age'), commits.oldestMs / 1000);
    result.observe(at('statecart.cart.live'), carts.live);
    result.observe(at('statecart.order.open'), orders.open);
    result.observe(at('statecart.timer.pending'), timers);
    for (const { name, lag } of consumers) {
      result.observe(at('statecart.consumer.lag'), lag, { [CONSUMER_NAME]: name });
    }
    for (const { channel, backlog, waiting, retrying, dead } of shop.notifications.status()) {
      const attributes = { [CHANNEL_NAME]: channel };
      result.observe(at('statecart.channel.backlog'), backlog + waiting, attributes);
      result.observe(at('statecart.channel.retrying'), retrying, attributes);
      result.observe(at('statecart.channel.dead'), dead, attributes);
    }
    result.observe(at('statecart.search.rows'), search.rows);
    const { state } = shop.health();
    for (const each of HEALTH_STATES) {
      const value = Number(each === state);
      result.observe(at('statecart.health.state'), value, { [HEALTH_STATE]: each });
    }
  };
  const observables = [...gauges.values()];
  meter.addBatchObservableCallback(observe, observables);
  return () => meter.removeBatchObservableCallback(observe, observables);
}
