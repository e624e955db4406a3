import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Seeded, seeded } from '../../bench/harness/seeded.ts';
import type { Change } from '../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../src/testing.ts';
import { Chronicle } from './history.ts';
import { drawCommand, firstCommands, keyedCheckout, pick } from './drawCommand.ts';
import { drain, expectFacts, expectSame, expectSound } from './expectations.ts';
import { dueIn, fallDue, idsOfDue } from './dueTimers.ts';
import { Life } from './shopSession.ts';
import { openOn } from './openOn.ts';
import { pictureOf } from './shopState.ts';
import { type Disk, type SimulatedStore, simulatedStore } from './simulatedStore.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 1);
const CONSUMERS = ['mail', 'books'];

/** One shop over all its lives, drawn from a seed. Throws where it is not as it has to be. */
export class Simulation {
  /** What has been done and what came of it. */
  readonly trace: string[] = [];
  readonly #random: Seeded;
  readonly #createId: () => string;
  readonly #chronicle = new Chronicle();
  readonly #factRetentionMs: number;
  #clock: SimulatedClock = simulatedClock(START);
  #store: SimulatedStore;
  /** Undefined while the shop is being opened. */
  #life: Life | undefined;
  /** The batch at which the power goes. */
  #crashAt: number | undefined;

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.#createId = idsOf(seeded(seed, 1));
    this.#factRetentionMs = this.#draw(5) === 0 ? HOUR : Number.POSITIVE_INFINITY;
    this.#store = simulatedStore(this.#newDisk(0));
  }

  async run(): Promise<void> {
    await this.#open();
    for (const command of firstCommands(this.#random)) this.#life?.call(command);
    for (let left = 10 + this.#draw(31); left > 0; left--) {
      await this.#step();
      if (this.#isDown()) await this.#restart();
    }
    await this.#reopen();
  }

  /** What has been done, answered, told and read, as a hash. */
  digest(): string {
    const { facts, boundaries } = this.#chronicle;
    const pictures = boundaries.map(({ picture }) => picture);
    const all = JSON.stringify([this.trace, facts, pictures]);
    return createHash('sha256').update(all).digest('hex');
  }

  async #step(): Promise<void> {
    const life = this.#life as Life;
    const what = this.#draw(100);
    if (what < 68) {
      for (let count = this.#draw(3) === 0 ? 4 : 1; count > 0; count--) this.#command();
      if (this.#draw(2) === 0) await this.#settle();
    } else if (what < 76) {
      this.#store.write();
      await drain();
    } else if (what < 82) await this.#advance();
    else if (what < 86) life.listen(pick(this.#random, CONSUMERS));
    else if (what < 91) life.acknowledge(pick(this.#random, CONSUMERS), this.#draw(3));
    else if (what < 92) this.#forget(pick(this.#random, CONSUMERS));
    else if (what < 95) await this.#reopen();
    else if (what < 97) this.#crash();
    else await this.#settle();
  }

  #command(): void {
    const orderIds = [...this.#chronicle.orderIds];
    this.#life?.call(drawCommand({ random: this.#random, orderIds }));
  }

  /** Sometimes a new one begins before the old one is gone for good. */
  #forget(name: string): void {
    this.#life?.forget(name);
    if (this.#draw(2) === 0) this.#life?.listen(name);
  }

  async #settle(): Promise<void> {
    await this.#life?.settle();
    if (!this.#isDown()) this.#life?.expectQuiet();
  }

  async #advance(): Promise<void> {
    const { shop } = this.#life as Life;
    const ms = pick(this.#random, [MINUTE, 10 * MINUTE, 31 * MINUTE, 3 * HOUR, 25 * HOUR]);
    this.trace.push(`advance(${ms})`);
    const before = pictureOf(shop);
    const { length } = this.#chronicle.facts;
    this.#clock.advance(ms);
    if (this.#isDown()) return;
    const now = this.#clock.now();
    expectSame(pictureOf(shop), fallDue(before, now), 'the shop after its timers');
    const due = dueIn(before, now);
    const told = this.#chronicle.facts.slice(length);
    expectSame(new Set(idsOfDue(told)), new Set(due.map(({ id }) => id)), 'what fell due');
    expectSame(
      told.map(({ at }) => at),
      due.map(({ dueAt }) => dueAt),
      'when it fell due',
    );
  }

  #crash(): void {
    const { taken, durable } = this.#store;
    this.#store.crash(this.#draw(taken - durable + 1));
    this.trace.push(`crash behind batch ${this.#store.durable}`);
  }

  #isDown(): boolean {
    return this.#store.hasCrashed || this.#store.failure !== undefined;
  }

  /** After a crash or a failure. */
  async #restart(): Promise<void> {
    const life = this.#life as Life;
    await life.settle();
    if (!this.#store.hasCrashed) await life.expectStopped(() => pictureOf(life.shop));
    await this.#openAgain();
  }

  /** Closes the shop and opens it again: nothing is lost then. */
  async #reopen(): Promise<void> {
    const life = this.#life as Life;
    this.trace.push('close()');
    const picture = pictureOf(life.shop);
    await life.close();
    if (!this.#isDown()) {
      expectSame(this.#store.durable, this.#store.taken, 'durable batches of a closed shop');
      expectSame(picture, this.#chronicle.picture, 'a shop that nothing has happened to');
    }
    await this.#openAgain();
  }

  async #openAgain(): Promise<void> {
    const { durable } = this.#store;
    this.#chronicle.cutBehind(durable);
    this.#store = this.#store.restart(this.#newDisk(durable));
    const closedMs = pick(this.#random, [0, 0, MINUTE, 40 * MINUTE, 3 * HOUR, 30 * HOUR]);
    this.#clock = simulatedClock(this.#clock.now() + closedMs);
    await this.#open();
  }

  async #open(): Promise<void> {
    this.#life = undefined;
    this.trace.push(`open(${this.#clock.now()}) on batch ${this.#store.durable}`);
    const before = this.#lastSeen();
    const outcome = await openOn(this.#store, {
      clock: this.#clock,
      createId: this.#createId,
      factRetentionMs: this.#factRetentionMs,
      cartExpiryMs: 2 * HOUR,
    });
    if (outcome === 'crashed') return this.#openAgain();
    if (outcome instanceof Error) {
      if (outcome !== this.#store.failure) throw outcome;
      return this.#openAgain();
    }
    const chronicle = this.#chronicle;
    const picture = pictureOf(outcome);
    this.#expectOpened(picture, before);
    chronicle.notePicture(picture);
    const options = { shop: outcome, store: this.#store, clock: this.#clock, chronicle };
    const life = new Life({ ...options, trace: this.trace });
    this.#life = life;
    expectSound(outcome, picture, chronicle);
    await expectFacts(outcome, chronicle);
    this.#retryPurchases(life);
    await drain();
  }

  /** The last picture, and how many facts there were then. */
  #lastSeen() {
    const { boundaries } = this.#chronicle;
    return boundaries.findLast(({ picture }) => picture !== undefined) ?? boundaries[0];
  }

  #expectOpened(picture: ReturnType<typeof pictureOf>, before = this.#lastSeen()): void {
    const { taken, durable } = this.#store;
    expectSame(durable, taken, 'durable batches of a shop that has just opened');
    if (before?.picture === undefined) return;
    const now = this.#clock.now();
    expectSame(picture, fallDue(before.picture, now), 'the shop that was opened again');
    const due = dueIn(before.picture, now);
    const told = this.#chronicle.facts.slice(before.lastFact);
    const dueAt = new Map(due.map((it) => [it.id, it.dueAt]));
    expectSame(
      idsOfDue(told).map((id) => dueAt.get(id)),
      due.map((it) => it.dueAt),
      'what fell due while the shop was closed',
    );
  }

  /** Every checkout under a key that is still known gets its first answer, and buys nothing. */
  #retryPurchases(life: Life): void {
    const now = this.#clock.now();
    for (const [key, { at }] of this.#chronicle.purchases) {
      const [userId, idempotencyKey] = key.split(' ') as [string, string];
      if (now - at < 24 * HOUR) life.call(keyedCheckout(userId, idempotencyKey));
    }
  }

  /** A disk of any kind, on which something goes wrong soon, later or never. */
  #newDisk(durable: number): Disk {
    const isPromptAt = pick(this.#random, [0, 0, 3, 10]);
    const end = this.#draw(6);
    const at = durable + 1 + this.#draw(30);
    this.#crashAt = end === 0 ? at : undefined;
    const shows = pick(this.#random, ['throws', 'rejects'] as const);
    return {
      isPrompt: () => this.#draw(10) < isPromptAt,
      joins: () => this.#draw(3) > 0,
      fault: end === 1 ? { at, shows } : undefined,
      taken: (number, batch) => this.#taken(number, batch),
    };
  }

  #taken(number: number, batch: readonly Change[]): void {
    const life = this.#life;
    const picture = life && pictureOf(life.shop);
    this.#chronicle.note(number, batch, { picture, receives: life?.receives });
    life?.noteBatch(number);
    const { gone, positions } = this.#chronicle.last;
    for (const [name, position] of positions) {
      assert(position >= gone, `${name} is at ${position}, but facts up to ${gone} are gone`);
    }
    const newest = this.#chronicle.facts[gone - 1]?.at ?? Number.NEGATIVE_INFINITY;
    assert(newest <= this.#clock.now() - this.#factRetentionMs, `fact ${gone} is gone too early`);
    if (number === this.#crashAt) this.#crash();
  }

  #draw(end: number): number {
    return this.#random.integer(end);
  }
}

/** Ids in no order. */
function idsOf(random: Seeded): () => string {
  let count = 0;
  return () => `${random.integer(36).toString(36)}${++count}`;
}
