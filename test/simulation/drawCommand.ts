import type { CommandType } from '../../src/commands/table.ts';
import type { PushSubscription } from '../../src/index.ts';
import type { Answered, Command } from '../../src/testing/simulation/command.ts';
import {
  commandOf,
  type Draw,
  drawFrom,
  order,
  SELLING_DRAWS,
  sku,
  user,
} from '../../src/testing/simulation/draws.ts';
import type { RandomSource } from '../../src/testing/simulation/randomSource.ts';
import type { Sources } from '../../src/testing/simulation/runPlan.ts';
import { callOf } from '../../src/testing/simulation/shopCall.ts';
import { sendCall } from '../commands/shopCall.ts';

export const USER_IDS = ['ada', 'bob', 'cyd'];
export const SKUS = ['mug', 'lamp', 'vase', 'rug'];

/** What these change is seen by channels only: the simulation of deliveries draws them. */
type DeliveryCommand = Extract<CommandType, `notifications.${string}` | 'users.preferences'>;

/** How often each command of a shop is drawn, and with which arguments. */
const DRAWS: Readonly<Record<Exclude<CommandType, DeliveryCommand>, Draw>> = {
  ...SELLING_DRAWS,
  'users.register': {
    weight: 2,
    draw: ({ random }) => registerAs(pick(random, USER_IDS), random),
  },
  'products.add': { weight: 2, draw: ({ random }) => addAs(pick(random, SKUS), random) },
  'products.update': { weight: 2, draw: update },
  'products.review': { weight: 3, draw: review },
  'products.notifyWhenInStock': {
    weight: 3,
    draw: (sources) => commandOf(callOf('products.notifyWhenInStock', sku(sources), user(sources))),
  },
  'users.addPushSubscription': {
    weight: 1,
    draw: (sources) =>
      commandOf(callOf('users.addPushSubscription', user(sources), subscription(sources.random))),
  },
  'users.removePushSubscription': {
    weight: 1,
    draw: (sources) =>
      commandOf(
        callOf(
          'users.removePushSubscription',
          user(sources),
          subscription(sources.random).endpoint,
        ),
      ),
  },
  'orders.send': {
    weight: 1,
    draw: (sources) => commandOf(callOf('orders.send', order(sources), { type: 'order.confirm' })),
  },
};

/** Draws a command, whose refusal has to be one that it declares. */
export function drawCommand({ random, orderIds }: Pick<Sources, 'random' | 'orderIds'>): Command {
  const ids = { orderIds, userIds: USER_IDS, skus: SKUS };
  return declared(drawFrom(Object.values(DRAWS), { random, ...ids }));
}

/** The command, which rejects if it is refused as it does not declare. */
function declared(command: Command): Command {
  const { call } = command;
  if (call === undefined) return command;
  return { ...command, run: (shop) => sendCall(shop, call) as Promise<Answered> };
}

export function pick<T>(random: Pick<RandomSource, 'integer'>, from: readonly T[]): T {
  return from[random.integer(from.length)] as T;
}

/** Users and products, so that the commands after them have something to act on. */
export function firstCommands(random: RandomSource): Command[] {
  const [ada, bob] = USER_IDS.map((userId) => registerAs(userId, random));
  const [mug, lamp] = SKUS.map((sku) => addAs(sku, random));
  return ([ada, bob, mug, lamp] as Command[]).map(declared);
}

/** One of three devices. */
function subscription(random: RandomSource): PushSubscription {
  return {
    endpoint: `https://push.example.com/${random.integer(3)}`,
    keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) },
  };
}

function registerAs(userId: string, random: RandomSource): Command {
  const name = `${userId} ${random.integer(100)}`;
  return commandOf(callOf('users.register', { userId, name, member: random.integer(2) > 0 }));
}

function addAs(sku: string, random: RandomSource): Command {
  const [berlin, lyon] = [random.integer(8), random.integer(6)];
  const stock = random.integer(2) > 0 ? berlin + lyon : { lyon, berlin };
  const limits = pick(random, [{}, {}, { maxPerOrder: 2 }, { maxPerUser: 3 }]);
  const product = { sku, name: sku, category: 'home', priceMinor: 1 + random.integer(999), stock };
  return {
    ...commandOf(callOf('products.add', { ...product, ...limits })),
    receives: { sku, quantity: berlin + lyon },
  };
}

function update({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const priceMinor = 1 + random.integer(999);
  const maxPerOrder = pick(random, [2, 2, null]);
  const maxPerUser = pick(random, [2, 4, null]);
  const change = pick(random, [
    { priceMinor },
    { name: `new ${sku}` },
    { maxPerOrder },
    { maxPerUser },
  ]);
  return commandOf(callOf('products.update', sku, change));
}

function review({ random }: Sources): Command {
  const sku = pick(random, SKUS);
  const given = { userId: pick(random, USER_IDS), rating: 1 + random.integer(5) };
  return commandOf(callOf('products.review', sku, given));
}
