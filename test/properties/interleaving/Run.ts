import { expect } from 'vitest';
import type { AnyActorRef, InspectionEvent, Snapshot } from 'xstate';
import { cartMachine, orderMachine } from '../../../machines/index.ts';
import {
  createShop,
  memoryStore,
  type Shop,
  type ShopFact,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import type { Command } from '../../../src/testing/simulation/command.ts';
import { type RandomSource, randomSource } from '../../../src/testing/simulation/randomSource.ts';
import { ordersIn, readShopState } from '../../../src/testing/simulation/shopState.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { drawCommand, firstCommands, pick, SKUS, USER_IDS } from '../../simulation/drawCommand.ts';
import { Copier } from '../compile/plain.ts';
import { Meddler, type Subscribed } from './Meddler.ts';
import { watchedChart } from './watchedChart.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STEPS = 50;

interface Opened {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  readonly facts: ShopFact[];
  readonly store: Store | undefined;
}

/**
 * A random run of three shops that get the same commands. One is left alone. One has an inspector
 * from its opening on. To the actors of the last one, observers are attached and detached in the
 * middle.
 */
export class Run {
  readonly trace: string[] = [];
  readonly meddler: Meddler;
  /** The steps whose inspection events were compared, and the snapshots that subscribers received. */
  readonly compared = { steps: 0, snapshots: 0 };
  factTypes: ReadonlySet<string> = new Set();
  readonly #random: RandomSource;
  readonly #isDurable: boolean;
  /** The charts with an action that attaches and detaches observers; the others are the standard ones. */
  readonly #watched: readonly ('cart' | 'order')[];
  #inspected: InspectionEvent[] = [];
  /** The newest actor of each id in the shop that is inspected. */
  readonly #actors = new Map<string, AnyActorRef>();
  /** The actor there that stands for the one which was subscribed to. */
  readonly #counterparts = new Map<Subscribed, AnyActorRef | undefined>();

  constructor(seed: number) {
    this.#random = randomSource(seed);
    this.meddler = new Meddler(randomSource(seed, 1));
    this.#isDurable = this.#random.integer(3) === 0;
    this.#watched = pick(this.#random, [['cart'], ['order'], ['cart', 'order']] as const);
    this.trace.push(`watched: ${this.#watched}${this.#isDurable ? ', with a store' : ''}`);
  }

  async run(): Promise<void> {
    const alone = await this.#open({});
    const inspected = await this.#open({
      machines: this.#charts(() => {}),
      inspect: (event) => {
        this.#inspected.push(event);
        const actor = event.actorRef as AnyActorRef;
        if (event.type === '@xstate.actor') this.#actors.set(actor.id, actor);
      },
    });
    const meddled = await this.#open({
      machines: this.#charts((actor) => this.meddler.within(actor)),
    });
    const shops = [alone, inspected, meddled] as const;
    await this.#commands(shops, firstCommands(this.#random));
    for (let step = 0; step < STEPS; step++) {
      this.meddler.between(idsOf(alone.shop));
      const { attachment, subscribed } = this.meddler;
      this.#startStep();
      if (this.#random.integer(8) === 0) this.#advance(shops);
      else await this.#commands(shops, this.#draw(alone));
      this.#expectSame(shops);
      this.#expectSameSnapshots(subscribed);
      if (attachment === undefined || attachment !== this.meddler.attachment) continue;
      this.compared.steps++;
      const events = new Copier().copy(this.meddler.takeInspected());
      expect(events).toEqual(new Copier().copy(this.#inspected));
    }
    expect(this.meddler.keeper.changed()).toEqual([]);
    this.factTypes = new Set(alone.facts.map(({ type }) => type));
    for (const { shop } of shops) {
      expect(shop.audit()).toEqual({ ok: true, problems: [] });
      await shop.close();
    }
    this.#expectSameRecords(shops);
  }

  #startStep(): void {
    this.#inspected = [];
    this.meddler.takeInspected();
    const { subscribed } = this.meddler;
    for (const it of subscribed) {
      it.received = [];
      const isNew = !this.#counterparts.has(it);
      // An actor that has ended meanwhile receives nothing.
      const isPresent = isNew && this.meddler.isPresent(it.actor);
      if (isNew) this.#counterparts.set(it, isPresent ? this.#actors.get(it.actor.id) : undefined);
    }
  }

  /**
   * Subscribers that were there before the step received each new snapshot once, in order; XState
   * does not tell them that an actor was stopped.
   */
  #expectSameSnapshots(before: readonly Subscribed[]): void {
    const { subscribed } = this.meddler;
    for (const it of before.filter((one) => subscribed.includes(one))) {
      const expected = this.#inspected.flatMap((event) =>
        event.type === '@xstate.snapshot' &&
        event.actorRef === this.#counterparts.get(it) &&
        (event.snapshot as Snapshot<unknown>).status !== 'stopped'
          ? [event.snapshot]
          : [],
      );
      this.compared.snapshots += expected.length;
      expect(new Copier().copy(it.received)).toEqual(new Copier().copy(expected));
    }
  }

  #charts(onAction: (actor: AnyActorRef) => void): NonNullable<ShopOptions['machines']> {
    const standard = { cart: cartMachine, order: orderMachine };
    return Object.fromEntries(
      this.#watched.map((noun) => [noun, watchedChart(standard[noun], onAction)]),
    );
  }

  async #open(options: ShopOptions): Promise<Opened> {
    const clock = simulatedClock(Date.UTC(2026, 0, 1));
    const facts: ShopFact[] = [];
    const store = this.#isDurable ? memoryStore() : undefined;
    let ids = 0;
    const shop = await createShop({
      clock,
      cartExpiryMs: 2 * HOUR,
      createId: () => `id-${++ids}`,
      ...(store && { store }),
      ...options,
    });
    shop.on('*', (fact) => facts.push(fact));
    return { shop, clock, facts, store };
  }

  /** One command, or a few that are sent before the first one is answered. */
  #draw({ facts }: Opened): Command[] {
    const orderIds = facts.flatMap((fact) => (fact.type === 'order.placed' ? fact.orderId : []));
    const count = this.#random.integer(3) === 0 ? 3 : 1;
    return Array.from({ length: count }, () => drawCommand({ random: this.#random, orderIds }));
  }

  async #commands(shops: readonly Opened[], commands: readonly Command[]): Promise<void> {
    this.trace.push(...commands.map(({ text }) => text));
    const answers = await Promise.all(
      shops.map(({ shop }) => Promise.all(commands.map(({ run }) => run(shop)))),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  }

  #advance(shops: readonly Opened[]): void {
    const ms = pick(this.#random, [MINUTE, 10 * MINUTE, 31 * MINUTE, 3 * HOUR]);
    this.trace.push(`advance(${ms})`);
    for (const { clock } of shops) clock.advance(ms);
  }

  #expectSame([alone, ...others]: readonly Opened[]): void {
    const expected = alone && everythingOf(alone);
    for (const other of others) expect(everythingOf(other)).toEqual(expected);
  }

  /** A shop stores an empty cart, and thus has more turns, only if the cart chart is a user's own. */
  #expectSameRecords([alone, ...others]: readonly Opened[]): void {
    if (alone?.store === undefined) return;
    const isOwnCart = this.#watched.includes('cart');
    const [first, ...rest] = others.map(({ store }) => recordsOf(store as Store));
    for (const records of rest) expect(records).toEqual(first);
    const comparable = (records: typeof first) =>
      records?.filter(([[kind]]) => !isOwnCart || !/^(cart|turn)/.test(String(kind)));
    expect(comparable(first)).toEqual(comparable(recordsOf(alone.store)));
  }
}

function recordsOf(store: Store) {
  return [...store.range({ prefix: [] })];
}

/** The ids of actors that may be in memory. */
function idsOf(shop: Shop): string[] {
  const orders = ordersIn(readShopState(shop, { userIds: USER_IDS, skus: SKUS })).map(
    ({ orderId }) => `order:${orderId}`,
  );
  return [...USER_IDS.map((userId) => `cart:${userId}`), ...orders];
}

function everythingOf({ shop, facts }: Opened) {
  const state = readShopState(shop, { userIds: USER_IDS, skus: SKUS });
  const orderIds = ordersIn(state).map(({ orderId }) => orderId);
  return {
    state,
    facts,
    same: orderIds.map((orderId) => shop.orders.get(orderId)),
    histories: orderIds.map((orderId) => shop.orders.history(orderId)),
  };
}
