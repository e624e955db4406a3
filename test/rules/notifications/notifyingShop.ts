import {
  type Channel,
  createShop,
  memoryStore,
  type NotificationOptions,
  type Shop,
  type ShopFact,
  type ShopOptions,
} from '../../../src/index.ts';
import type { SimulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, openShop } from '../shop/openShop.ts';
import { RecordingChannel } from './recordingChannel.ts';

/** How long messages wait for others when `gatherMs` is left out. */
const GATHER_MS = 50;

/** Longer than any delivery here takes on a slow machine: no test waits for it. */
const DRAIN_MS = 60_000;

/** Lets what is scheduled begin, time pass, and what was waited for be done. */
export async function pass(clock: SimulatedClock, ms = GATHER_MS): Promise<void> {
  await loopTurns();
  clock.advance(ms);
  await loopTurns();
}

/** Lets time pass in many steps, so that each wait that begins meanwhile may end. */
export async function passSlowly(clock: SimulatedClock, ms: number, steps = 50): Promise<void> {
  for (let step = 1; step <= steps; step++) {
    await pass(clock, Math.floor((ms * step) / steps) - Math.floor((ms * (step - 1)) / steps));
  }
}

/** Lets what is due by now, and what is due within a moment, go out batch by batch. */
export async function settle(clock: SimulatedClock): Promise<void> {
  await passSlowly(clock, 6 * GATHER_MS, 6);
}

export interface NotifyingOptions extends Omit<Partial<NotificationOptions>, 'channels'> {
  readonly channels?: readonly Channel[];
  readonly shop?: Omit<ShopOptions, 'clock' | 'notifications' | 'store'>;
}

/** A shop that sends notifications, and can be closed and opened again on the same store. */
export interface NotifyingShop {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  readonly facts: ShopFact[];
  /** The first channel, if none was given. */
  readonly mail: RecordingChannel;
  /** Closes the shop and opens it again, at the time of its clock. */
  reopen(changed?: NotifyingOptions): Promise<Shop>;
}

/**
 * The shop of `openShop` with pins, of which there are enough for any number of orders. Without channels, it has one to people
 * with the name `mail`.
 */
export async function openNotifyingShop(given: NotifyingOptions = {}): Promise<NotifyingShop> {
  const store = memoryStore();
  const mail = new RecordingChannel();
  const optionsOf = ({ shop = {}, channels = [mail], ...notifications }: NotifyingOptions) => {
    return { ...shop, store, notifications: { channels, drainMs: DRAIN_MS, ...notifications } };
  };
  const { shop, clock, facts } = await openShop(optionsOf(given));
  const pin = { sku: 'pin', name: 'Pin', category: 'home', priceMinor: 5, stock: 1_000_000 };
  accepted(await shop.products.add(pin));
  let opened = shop;
  return {
    shop,
    clock,
    facts,
    mail,
    async reopen(changed = {}) {
      await opened.close();
      opened = await createShop({ clock, ...optionsOf({ ...given, ...changed }) });
      opened.on('*', (fact) => facts.push(fact));
      return opened;
    },
  };
}

/** Places orders of one pin each. @returns their ids. */
export async function placeOrders(shop: Shop, count: number, userId = 'ada'): Promise<string[]> {
  const ids: string[] = [];
  for (let order = 0; order < count; order++) {
    ids.push((await buy(shop, userId, { pin: 1 })).orderId);
  }
  return ids;
}

/** The state of a channel's chart of deliveries, and its other figures. */
export function statusOf(shop: Shop, channel = 'mail') {
  const status = shop.notifications.status().find((each) => each.channel === channel);
  if (status === undefined) throw new Error(`there is no channel ${channel}`);
  return status;
}
