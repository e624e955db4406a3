import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Seeded, seeded } from '../../bench/harness/seeded.ts';
import { resolveRetention } from '../../src/facts/retention.ts';
import type { Change, FactRetention, Shop, ShopFact, ShopOptions } from '../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../src/testing.ts';
import { drawCommand, firstCommands, keyedCheckout, pick } from './drawCommand.ts';
import { afterTimers, dueTimers, timeoutIds } from './dueTimers.ts';
import { drain, expectConsistent, expectFacts, expectSame } from './expectations.ts';
import { History } from './history.ts';
import { openOn } from './openOn.ts';
import { ShopSession } from './shopSession.ts';
import { readShopState, type ShopState } from './shopState.ts';
import { type Disk, type SimulatedStore, simulatedStore } from './simulatedStore.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 1);
const CONSUMERS = ['mail', 'books'];
/** Those of which one is drawn for all openings of a shop. */
const RETENTIONS: readonly (FactRetention | undefined)[] = [
  undefined,
  HOUR,
  Number.POSITIVE_INFINITY,
  { 'cart.lineAdded': 10 * MINUTE, 'order.placed': HOUR },
  { '*': 3 * HOUR, 'cart.lineAdded': 0, 'cart.lineRemoved': 30 * HOUR, 'stock.restocked': MINUTE },
];

/**
 * A random run, drawn from a seed: commands, timers, crashes, failures and reopenings of one shop.
 * {@link run} throws if the shop is ever in a wrong state.
 */
export class Simulation {
  /** Everything that was done, and the outcome of it. */
  readonly trace: string[] = [];
  /** All that was written, batch by batch, also what a crash has undone. */
  readonly batches: (readonly Change[])[] = [];
  readonly #options: ShopOptions;
  readonly #random: Seeded;
  readonly #createId: () => string;
  readonly #history = new History();
  readonly #factRetentionMs: FactRetention | undefined;
  /** How long a line of a cart reserves its units; 0 for not at all. */
  readonly #reserveInCartMs: number;
  #clock: SimulatedClock = simulatedClock(START);
  #store: SimulatedStore;
  /** Undefined while the shop is being opened. */
  #session: ShopSession | undefined;
  /** The number of the batch during whose commit a crash comes. */
  #crashAt: number | undefined;

  /** @param options options of the shop that make no difference to it. */
  constructor(seed: number, options: Pick<ShopOptions, 'inspect'> = {}) {
    this.#options = options;
    this.#random = seeded(seed);
    this.#createId = createIdsFrom(seeded(seed, 1));
    this.#factRetentionMs = pick(this.#random, RETENTIONS);
    this.#reserveInCartMs = pick(this.#random, [0, 20 * MINUTE]);
    this.#store = simulatedStore(this.#newDisk(0));
  }

  async run(): Promise<void> {
    await this.#open();
    for (const command of firstCommands(this.#random)) this.#session?.call(command);
    for (let left = 10 + this.#draw(31); left > 0; left--) {
      await this.#step();
      if (this.#isDown()) await this.#restart();
    }
    await this.#reopen();
  }

  /** A hash of everything that was done, answered, emitted and read. */
  digest(): string {
    const { facts, checkpoints } = this.#history;
    const states = checkpoints.map(({ state }) => state);
    const all = JSON.stringify([this.trace, facts, states]);
    return createHash('sha256').update(all).digest('hex');
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
    } else if (dice < 82) await this.#advance();
    else if (dice < 86) session.openConsumer(pick(this.#random, CONSUMERS));
    else if (dice < 91) session.acknowledge(pick(this.#random, CONSUMERS), this.#draw(3));
    else if (dice < 92) this.#removeConsumer(pick(this.#random, CONSUMERS));
    else if (dice < 95) await this.#reopen();
    else if (dice < 97) this.#crash();
    else await this.#flush();
  }

  #command(): void {
    const orderIds = [...this.#history.orderIds];
    this.#session?.call(drawCommand({ random: this.#random, orderIds }));
  }

  /** Half of the time, opens a new consumer of that name before the removal is durable. */
  #removeConsumer(name: string): void {
    this.#session?.removeConsumer(name);
    if (this.#draw(2) === 0) this.#session?.openConsumer(name);
  }

  async #flush(): Promise<void> {
    await this.#session?.flush();
    if (!this.#isDown()) this.#session?.expectIdle();
  }

  async #advance(): Promise<void> {
    const { shop } = this.#session as ShopSession;
    const ms = pick(this.#random, [MINUTE, 10 * MINUTE, 31 * MINUTE, 3 * HOUR, 25 * HOUR]);
    this.trace.push(`advance(${ms})`);
    const before = this.#read(shop);
    const { length } = this.#history.facts;
    this.#clock.advance(ms);
    if (this.#isDown()) return;
    const now = this.#clock.now();
    expectSame(this.#read(shop), afterTimers(before, now), 'the shop after its timers');
    const due = dueTimers(before, now);
    const facts = this.#history.facts.slice(length);
    expectSame(
      new Set(timeoutIds(facts)),
      new Set(due.map(({ id }) => id)),
      'the timers that fired',
    );
    expectSame(
      facts.map(({ at }) => at),
      due.map(({ dueAt }) => dueAt),
      'the times at which they fired',
    );
  }

  #crash(): void {
    const { committed, durable } = this.#store;
    this.#store.crash(this.#draw(committed - durable + 1));
    this.trace.push(`crash after batch ${this.#store.durable}`);
  }

  #isDown(): boolean {
    return this.#store.hasCrashed || this.#store.failure !== undefined;
  }

  /** Opens the shop again after a crash or a failure. */
  async #restart(): Promise<void> {
    const session = this.#session as ShopSession;
    await session.flush();
    if (!this.#store.hasCrashed) await session.expectStopped(() => this.#read(session.shop));
    await this.#openAgain();
  }

  /** Closes the shop and opens it again, which must lose nothing. */
  async #reopen(): Promise<void> {
    const session = this.#session as ShopSession;
    this.trace.push('close()');
    const state = this.#read(session.shop);
    await session.close();
    if (!this.#isDown()) {
      expectSame(this.#store.durable, this.#store.committed, 'durable batches of a closed shop');
      expectSame(state, this.#history.state, 'a shop without a command since');
    }
    await this.#openAgain();
  }

  async #openAgain(): Promise<void> {
    const { durable } = this.#store;
    this.#history.truncateAfter(durable);
    this.#store = this.#store.restart(this.#newDisk(durable));
    const closedMs = pick(this.#random, [0, 0, MINUTE, 40 * MINUTE, 3 * HOUR, 30 * HOUR]);
    this.#clock = simulatedClock(this.#clock.now() + closedMs);
    await this.#open();
  }

  async #open(): Promise<void> {
    this.#session = undefined;
    this.trace.push(`open(${this.#clock.now()}) on batch ${this.#store.durable}`);
    const before = this.#lastCheckpoint();
    const outcome = await openOn(this.#store, {
      ...this.#options,
      clock: this.#clock,
      createId: this.#createId,
      ...(this.#factRetentionMs !== undefined && { factRetentionMs: this.#factRetentionMs }),
      cartExpiryMs: 2 * HOUR,
      perUserWindowMs: 5 * HOUR,
      reserveInCartMs: this.#reserveInCartMs,
      maxReservedPerUser: 3,
    });
    if (outcome === 'crashed') return this.#openAgain();
    if (outcome instanceof Error) {
      if (outcome !== this.#store.failure) throw outcome;
      return this.#openAgain();
    }
    const history = this.#history;
    const state = this.#read(outcome);
    this.#expectOpened(state, before);
    history.setState(state);
    const options = { shop: outcome, store: this.#store, clock: this.#clock, history };
    const session = new ShopSession({ ...options, trace: this.trace });
    this.#session = session;
    expectConsistent(outcome, state, history);
    await expectFacts(outcome, history);
    this.#retryPurchases(session);
    await drain();
  }

  /** The last checkpoint with a state. */
  #lastCheckpoint() {
    const { checkpoints } = this.#history;
    return checkpoints.findLast(({ state }) => state !== undefined) ?? checkpoints[0];
  }

  #expectOpened(state: ShopState, before = this.#lastCheckpoint()): void {
    const { committed, durable } = this.#store;
    expectSame(durable, committed, 'durable batches of a shop that has just opened');
    if (before?.state === undefined) return;
    const now = this.#clock.now();
    expectSame(state, afterTimers(before.state, now), 'the shop that was opened again');
    const due = dueTimers(before.state, now);
    const facts = this.#history.facts.slice(before.lastFact);
    const dueAt = new Map(due.map((it) => [it.id, it.dueAt]));
    expectSame(
      timeoutIds(facts).map((id) => dueAt.get(id)),
      due.map((it) => it.dueAt),
      'the timers that fell due while the shop was closed',
    );
  }

  /** Repeats every checkout whose key is remembered: it must get the first answer and buy nothing. */
  #retryPurchases(session: ShopSession): void {
    const now = this.#clock.now();
    for (const [key, { at }] of this.#history.purchases) {
      const [userId, idempotencyKey] = key.split(' ') as [string, string];
      if (now - at < 24 * HOUR) session.call(keyedCheckout(userId, idempotencyKey));
    }
  }

  /** Draws how the disk writes, and after how many batches it fails or the process crashes, if ever. */
  #newDisk(durable: number): Disk {
    const synchronousTenths = pick(this.#random, [0, 0, 3, 10]);
    const disaster = this.#draw(6);
    const at = durable + 1 + this.#draw(30);
    this.#crashAt = disaster === 0 ? at : undefined;
    const shows = pick(this.#random, ['throws', 'rejects'] as const);
    return {
      isSynchronous: () => this.#draw(10) < synchronousTenths,
      joinsGroup: () => this.#draw(3) > 0,
      fault: disaster === 1 ? { at, shows } : undefined,
      onCommit: (number, batch) => this.#onCommit(number, batch),
    };
  }

  #onCommit(number: number, batch: readonly Change[]): void {
    this.batches.push(batch);
    const session = this.#session;
    const state = session && this.#read(session.shop);
    const received = session?.unitsBeingReceived;
    const evicted = this.#history.addBatch(number, batch, { state, received });
    session?.assignBatch(number);
    const { lowWatermark, positions } = this.#history.last;
    for (const [name, position] of positions) {
      assert(
        position >= lowWatermark,
        `${name} is at ${position}, but facts up to ${lowWatermark} are evicted`,
      );
    }
    const retention = resolveRetention(this.#factRetentionMs, true);
    for (const facts of evicted) {
      const { seq, at } = facts.at(-1) as ShopFact;
      const isDue = at <= this.#clock.now() - retention.ofTurn(facts);
      assert(isDue, `fact ${seq} was evicted too early`);
      for (const [name, position] of positions) {
        assert(position >= seq, `${name} is at ${position}, but fact ${seq} is evicted`);
      }
    }
    if (number === this.#crashAt) this.#crash();
  }

  /** From which locations a cart reserves its units cannot be read. */
  #read(shop: Shop): ShopState {
    return readShopState(shop, this.#reserveInCartMs === 0);
  }

  #draw(end: number): number {
    return this.#random.integer(end);
  }
}

/** Ids that are unique, but not in the order of their creation. */
function createIdsFrom(random: Seeded): () => string {
  let count = 0;
  return () => `${random.integer(36).toString(36)}${++count}`;
}
