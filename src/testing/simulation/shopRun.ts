import { createHash } from 'node:crypto';
import { resolveRetention } from '../../facts/retention.ts';
import type { Shop } from '../../shopTypes.ts';
import type { Change } from '../../store/store.ts';
import type { SimulatedDisk } from '../simulatedDisk.ts';
import { type SimulatedStore, simulatedStore } from '../simulatedStore.ts';
import { asBroken, underRule } from './brokenRule.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type ClockOfRun, clockOfRun } from './clockOfRun.ts';
import { createIdsFrom } from './createIdsFrom.ts';
import { drain } from './drain.ts';
import { drawDisk } from './drawDisk.ts';
import {
  expectConsistent,
  expectFacts,
  expectFound,
  expectNothingHeld,
  expectRetained,
  productsFound,
} from './expectations.ts';
import { expectSame } from './expectSame.ts';
import { History } from './history.ts';
import { openOn } from './openOn.ts';
import { type RandomSource, randomSource } from './randomSource.ts';
import type { RunCounts, RunPlan } from './runPlan.ts';
import { CLOSED_TIMES_MS, PASSING_TIMES_MS, START } from './runTimes.ts';
import { ShopSession } from './shopSession.ts';
import { readShopState, type ShopState } from './shopState.ts';

const CONSUMERS = ['mail', 'books'];
/** Batches after an opening within which a disaster comes, if one comes. */
const BATCHES_TO_DISASTER = 30;

/**
 * A random run, drawn from a seed: commands, timers, crashes, failures and reopenings of one shop.
 * {@link run} throws if the shop is ever in a wrong state.
 */
export class ShopRun {
  /** Everything that was done, and the outcome of it. */
  readonly trace: string[] = [];
  /** All that was written, batch by batch, also what a crash has undone. */
  readonly batches: (readonly Change[])[] = [];
  readonly history = new History();
  readonly counts: RunCounts = { openings: 0, crashes: 0, failures: 0 };
  readonly #plan: RunPlan;
  readonly #random: RandomSource;
  readonly #createId: () => string;
  #clock: ClockOfRun = clockOfRun(START);
  #store: SimulatedStore;
  /** Undefined while the shop is being opened. */
  #session: ShopSession | undefined;
  /** The number of the batch during whose commit a crash comes. */
  #crashAt: number | undefined;

  constructor(plan: RunPlan) {
    this.#plan = plan;
    this.#random = randomSource(plan.seed);
    this.#createId = createIdsFrom(randomSource(plan.seed, 1));
    this.#store = simulatedStore(this.#newDisk(0));
  }

  async run(): Promise<void> {
    await this.#open();
    await this.#setUp();
    await this.#plan.rules?.started?.(this.#session as ShopSession);
    for (let left = this.#plan.steps; left > 0; left--) {
      await this.#step();
      if (this.#isDown()) await this.#restart();
    }
    await this.#reopen();
  }

  /** A hash of everything that was done, answered, emitted, read and written. */
  digest(): string {
    const { facts, checkpoints } = this.history;
    const states = checkpoints.map(({ state }) => state);
    const all = JSON.stringify([this.trace, facts, states, this.batches]);
    return createHash('sha256').update(all).digest('hex');
  }

  async #setUp(): Promise<void> {
    const { setUp } = this.#plan;
    if (setUp === undefined) return;
    this.trace.push('setUp()');
    const { shop } = this.#session as ShopSession;
    await underRule('set-up', async () => setUp(shop));
    await this.#session?.flush();
    const { stock } = this.#read(shop);
    const received = Object.entries(stock).map(([sku, of]) => {
      return [sku, of === undefined ? 0 : of.available + of.held + of.shipped] as const;
    });
    this.history.setReceived(new Map(received));
    await this.#reopen();
  }

  async #step(): Promise<void> {
    const session = this.#session as ShopSession;
    const dice = this.#draw(100);
    if (dice < 68) {
      for (let count = this.#draw(3) === 0 ? 4 : 1; count > 0; count--) this.#command();
      if (this.#draw(2) === 0) await this.#flush();
    } else if (dice < 76) {
      this.#store.write();
      await drain();
    } else if (dice < 82) this.#advance();
    else if (dice < 86) session.openConsumer(this.#random.pick(CONSUMERS));
    else if (dice < 91) session.acknowledge(this.#random.pick(CONSUMERS), this.#draw(3));
    else if (dice < 92) this.#removeConsumer(this.#random.pick(CONSUMERS));
    else if (dice < 95) await this.#reopen();
    else if (dice < 97) this.#crash();
    else await this.#flush();
  }

  #command(): void {
    const { orderIds, userIds, skus } = this.history;
    const ids = { orderIds: [...orderIds], userIds: [...userIds], skus: [...skus] };
    this.#session?.call(this.#plan.draw({ ...ids, random: this.#random }));
  }

  /** Half of the time, opens a new consumer of that name before the removal is durable. */
  #removeConsumer(name: string): void {
    this.#session?.removeConsumer(name);
    if (this.#draw(2) === 0) this.#session?.openConsumer(name);
  }

  async #flush(): Promise<void> {
    await this.#session?.flush();
    if (this.#isDown()) return;
    this.#session?.expectIdle();
    await this.#expectSound();
  }

  /** Expects of a shop in which nothing is under way what holds for any chart, and what the plan expects. */
  async #expectSound(): Promise<void> {
    const session = this.#session as ShopSession;
    const state = this.#read(session.shop);
    expectConsistent(session.shop, state, this.history);
    expectNothingHeld(state, this.#plan.finalStates);
    await this.#plan.rules?.quiescent?.(session, state);
  }

  /** The clock's timer may run in vain, so what counts is whether it changes anything. */
  #expectNothingOverdue(): void {
    const { committed } = this.#store;
    this.#clock.advance(0);
    underRule('timers', () => expectSame(this.#store.committed, committed, 'batches by now'));
  }

  #advance(): void {
    const { shop } = this.#session as ShopSession;
    const ms = this.#random.pick(PASSING_TIMES_MS) ?? this.#clock.msToNext() ?? 0;
    this.trace.push(`advance(${ms})`);
    const before = this.#read(shop);
    const { length } = this.history.facts;
    this.#clock.advance(ms);
    if (this.#isDown()) return;
    this.#expectNothingOverdue();
    const facts = this.history.facts.slice(length);
    const passed = { before, after: this.#read(shop), facts, now: this.#clock.now() };
    this.#plan.rules?.passed?.({ ...passed, wasClosed: false });
  }

  #crash(): void {
    const { committed, durable } = this.#store;
    this.#store.crash(this.#draw(committed - durable + 1));
    this.counts.crashes++;
    this.trace.push(`crash after batch ${this.#store.durable}`);
  }

  #isDown(): boolean {
    return this.#store.hasCrashed || this.#store.failure !== undefined;
  }

  /** Opens the shop again after a crash or a failure. */
  async #restart(): Promise<void> {
    const session = this.#session as ShopSession;
    await session.flush();
    if (!this.#store.hasCrashed) {
      this.counts.failures++;
      await session.expectStopped();
      this.#read(session.shop); // Reads still work.
    }
    await this.#openAgain();
  }

  /** Closes the shop and opens it again, which must lose nothing. */
  async #reopen(): Promise<void> {
    const session = this.#session as ShopSession;
    this.trace.push('close()');
    const state = this.#read(session.shop);
    const found = productsFound(session.shop);
    const { committed: before } = this.#store;
    await session.close();
    const wasDown = this.#isDown();
    if (!wasDown) {
      const { durable, committed } = this.#store;
      underRule('recovery', () => {
        expectSame(durable, committed, 'durable batches of a closed shop');
        // An actor that an order has invoked may have answered meanwhile.
        if (committed === before) expectSame(state, this.history.state, 'an unchanged shop');
      });
    }
    await this.#openAgain();
    const order = (products: typeof found) => products.map(({ sku }) => sku);
    const again = order(productsFound((this.#session as ShopSession).shop));
    if (!wasDown) underRule('recovery', () => expectSame(again, order(found), 'a search'));
  }

  async #openAgain(): Promise<void> {
    const { durable } = this.#store;
    this.history.truncateAfter(durable);
    this.#plan.rules?.undone?.(durable);
    await this.#plan.expectRecovered?.(this.#store, this.history);
    this.#store = this.#store.restart(this.#newDisk(durable));
    this.#clock = clockOfRun(this.#clock.now() + this.#random.pick(CLOSED_TIMES_MS));
    await this.#open();
  }

  async #open(): Promise<void> {
    this.#session = undefined;
    this.trace.push(`open(${this.#clock.now()}) on batch ${this.#store.durable}`);
    const before = this.#lastCheckpoint();
    const outcome = await openOn(this.#store, {
      ...this.#plan.options,
      clock: this.#clock,
      createId: this.#createId,
    });
    this.counts.openings++;
    if (outcome === 'crashed') return this.#openAgain();
    if (outcome instanceof Error) {
      if (outcome !== this.#store.failure) throw asBroken('commands', outcome);
      this.counts.failures++;
      return this.#openAgain();
    }
    await this.#begin(outcome, before);
  }

  /** Begins a session of a shop that has been opened. */
  async #begin(shop: Shop, before: Checkpoint | undefined): Promise<void> {
    const { history } = this;
    const { rules, onOpened } = this.#plan;
    const state = this.#read(shop);
    if (before?.state !== undefined) {
      const facts = history.facts.slice(before.lastFact);
      const passed = { before: before.state, after: state, facts, now: this.#clock.now() };
      rules?.passed?.({ ...passed, wasClosed: true });
    }
    history.setState(state);
    const options = { shop, store: this.#store, history, trace: this.trace, rules };
    const session = new ShopSession({ ...options, now: () => this.#clock.now() });
    this.#session = session;
    onOpened?.(shop);
    if (this.#store.durable === this.#store.committed) this.#expectNothingOverdue();
    await this.#expectSound();
    expectFound(shop, state);
    const { durable, committed } = this.#store;
    // Otherwise an invoked actor has answered, which the log does not tell yet.
    if (durable === committed) await expectFacts(shop, history);
    rules?.opened?.(session, state);
    await drain();
  }

  /** The last checkpoint with a state. */
  #lastCheckpoint() {
    const { checkpoints } = this.history;
    return checkpoints.findLast(({ state }) => state !== undefined) ?? checkpoints[0];
  }

  #newDisk(durable: number): SimulatedDisk {
    // Nothing waits or fails while a shop is set up.
    const isCalm = durable === 0 && this.#plan.setUp !== undefined;
    const { disk, crashAt } = isCalm
      ? { disk: {}, crashAt: undefined }
      : drawDisk(this.#random, { durable, within: BATCHES_TO_DISASTER });
    this.#crashAt = crashAt;
    return { ...disk, onCommit: (number, batch) => this.#onCommit(number, batch) };
  }

  #onCommit(number: number, batch: readonly Change[]): void {
    this.batches.push(batch);
    const session = this.#session;
    const read = session && (() => this.#read(session.shop));
    const received = session?.unitsBeingReceived;
    const evicted = this.history.addBatch(number, batch, { at: this.#clock.now(), read, received });
    session?.assignBatch(number);
    underRule('facts', () => {
      const retention = resolveRetention(this.#plan.options.factRetentionMs, true);
      expectRetained(evicted, { last: this.history.last, retention });
    });
    if (number === this.#crashAt) this.#crash();
  }

  #read(shop: Shop): ShopState {
    return readShopState(shop, this.history);
  }

  #draw(end: number): number {
    return this.#random.integer(end);
  }
}
