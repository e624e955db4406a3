import assert from 'node:assert/strict';
import type { Seeded } from '../../../bench/harness/seeded.ts';
import type { Change, Shop } from '../../../src/index.ts';
import { turnRecord } from '../../../src/schema/turn.ts';
import type { SimulatedDisk } from '../../../src/testing/simulatedDisk.ts';
import { type SimulatedStore, simulatedStore } from '../../../src/testing/simulatedStore.ts';
import { type DrawnDisk, drawDisk } from '../../../src/testing/simulation/drawDisk.ts';
import { openOn } from '../../../src/testing/simulation/openOn.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { pick } from '../drawCommand.ts';
import { CommittedFacts } from './committedFacts.ts';
import { DeliveryJournal } from './deliveryJournal.ts';
import { type DeliveryTerms, HOUR, SECOND } from './deliveryTerms.ts';
import type { Mood } from './drawAnswer.ts';
import {
  expectAcknowledged,
  expectCounted,
  expectReason,
  isDone,
  type KnownDeliveries,
  retryOf,
} from './expectations.ts';
import type { ShopCommand } from './shopCommands.ts';
import { SimulatedChannel } from './simulatedChannel.ts';

export interface ShopUnderFaultsOptions {
  readonly terms: DeliveryTerms;
  readonly random: Seeded;
  /** What the channels draw their answers from. */
  readonly faults: Seeded;
  readonly trace: string[];
  /** Lets the time pass for which a closing shop waits for deliveries. */
  readonly endDrain: () => void;
}

/** That an operator has stopped a channel, or has let it go on. */
interface Pause {
  readonly channel: string;
  readonly isPaused: boolean;
  readonly batch: number;
}

const START = Date.UTC(2026, 0, 1);
/** Turns of the event loop in which everything happens that waits for nothing else. */
const QUIET_TURNS = 10;
const MAX_TURNS_TO_CLOSE = 10_000;
/** Before so many further batches, a disaster comes, if one comes. */
const BATCHES_TO_DISASTER = 80;
/** One call of a channel in so many ends in a crash. */
const CALLS_PER_CRASH = 150;

/** A shop over all its sessions: its store, its clock, its channels, and what is known of them. */
export class ShopUnderFaults {
  readonly committed: CommittedFacts;
  readonly known: readonly KnownDeliveries[];
  readonly moods = new Map<string, Mood>();
  clock: SimulatedClock = simulatedClock(START);
  store: SimulatedStore;
  /** Undefined while it is being opened. */
  shop: Shop | undefined;
  /** True when nothing fails any more, but for a disk of which {@link willFail} says so. */
  isSound = false;
  readonly #options: ShopUnderFaultsOptions;
  readonly #problems: string[] = [];
  #channels: readonly SimulatedChannel[] = [];
  /** The number of the last batch before this session. */
  #batchBefore = 0;
  #drawn: DrawnDisk | undefined;
  /** The time before this session, and that of each batch, on a clock that does not jump. */
  #timeBefore = 0;
  readonly #timeOfBatch = new Map<number, number>();
  /** What operators have wanted, and with which batch. */
  #pauses: readonly Pause[] = [];
  #ids = 0;

  constructor(options: ShopUnderFaultsOptions) {
    const { terms } = options;
    const committed = new CommittedFacts(terms);
    this.#options = options;
    this.committed = committed;
    this.known = terms.plans.map((plan) => {
      return { plan, terms, journal: new DeliveryJournal(), committed };
    });
    this.store = simulatedStore(this.#newDisk(0));
  }

  get isDown(): boolean {
    return this.store.hasCrashed || this.store.failure !== undefined;
  }

  /** True when the disk will fail at a batch. */
  get willFail(): boolean {
    return this.#drawn?.willFail === true;
  }

  /** Sends a command and does not wait for the answer. */
  send({ text, run }: ShopCommand): void {
    const { shop, store } = this;
    this.#options.trace.push(text);
    if (shop === undefined || store.hasCrashed) return;
    run(shop).catch((cause: unknown) => {
      const isExplained = cause instanceof Error && [cause, cause.cause].includes(store.failure);
      if (!isExplained) this.#problems.push(`${text} rejects: ${String(cause)}`);
    });
  }

  /** Lets an operator stop a channel, or let it go on. */
  pauseOrResume(channel: string, to: 'pause' | 'resume'): void {
    const { committed } = this.store;
    this.send({ text: `${to}(${channel})`, run: (shop) => shop.notifications[to](channel) });
    const batch = this.store.committed;
    if (batch === committed) return;
    this.#pauses = [...this.#pauses, { channel, isPaused: to === 'pause', batch }];
  }

  /** Lets an operator try a dead letter again. */
  retry({ id, channel, seq }: { id: string; channel: string; seq: number }): void {
    this.known.find(({ plan }) => plan.name === channel)?.journal.revive(seq);
    this.send({ text: `retry(${id})`, run: (shop) => shop.notifications.retry(id) });
  }

  /** Lets the store write, and the channels answer, everything that they can without that time passes. */
  async flush(): Promise<void> {
    for (let before = -1; before !== this.activity(); ) {
      before = this.activity();
      await turns(QUIET_TURNS);
      while (this.store.write());
    }
    this.expectNoProblems();
    if (this.isDown || this.shop === undefined) return;
    const statuses = this.shop.notifications.status();
    for (const known of this.known) {
      const { name } = known.plan;
      const status = statuses.find(({ channel }) => channel === name);
      assert(status !== undefined, `no status of ${name}`);
      const deaths = this.committed.deaths.filter(({ channel, batch }) => {
        return channel === name && batch > this.#batchBefore;
      });
      expectAcknowledged(known, this.store);
      expectCounted(known, status, deaths);
    }
  }

  /** A number that changes whenever something happens. */
  activity(): number {
    const { committed, durable } = this.store;
    return this.known.reduce((sum, { journal }) => {
      return sum + journal.calls + journal.counts.sent + journal.counts.others;
    }, committed + durable);
  }

  crash(): void {
    const { committed, durable, hasCrashed } = this.store;
    if (hasCrashed) return;
    this.store.crash(this.#draw(committed - durable + 1));
    this.#options.trace.push(`crash after batch ${this.store.durable}`);
  }

  /** Closes the shop, which must repeat nothing afterwards that it has heard of. */
  async close(): Promise<void> {
    const { trace, random, endDrain } = this.#options;
    trace.push('close()');
    let isClosed = false;
    const closing = this.shop?.close().then(() => {
      isClosed = true;
    });
    closing?.catch((cause) => this.#problems.push(`close() rejects: ${String(cause)}`));
    const drainEndsAt = 1 + this.#draw(60);
    for (let turn = 1; !isClosed && !this.store.hasCrashed; turn++) {
      assert(turn < MAX_TURNS_TO_CLOSE, 'the shop does not close');
      this.store.write();
      await turns(1);
      if (turn % 10 === 0) this.clock.advance(pick(random, [0, 50, SECOND]));
      if (turn >= drainEndsAt) endDrain();
    }
    if (isClosed) await this.#expectClosed();
  }

  /** Opens the shop on what has survived. @param closedMs how far the wall clock has moved meanwhile. */
  async openAgain(closedMs: number): Promise<void> {
    const { durable } = this.store;
    this.committed.truncateAfter(durable);
    this.#pauses = this.#pauses.filter(({ batch }) => batch <= durable);
    const before = this.store.restart();
    this.store = this.store.restart(this.#newDisk(durable));
    for (const { plan, journal } of this.known) {
      journal.beginSession(
        (seq) => isDone(before, plan.name, seq),
        (seq) => retryOf(before, plan.name, seq),
      );
    }
    this.clock = simulatedClock(this.clock.now() + closedMs);
    // A clock that is behind the last turn has been set back: no time has passed.
    const lastAt = turnRecord.get(before, turnRecord.key())?.at ?? START;
    const passedMs = Math.max(0, this.clock.now() - lastAt);
    this.#timeBefore = (this.#timeOfBatch.get(durable) ?? 0) + passedMs;
    await this.open();
  }

  async open(): Promise<void> {
    const { terms, trace } = this.#options;
    const { store, clock } = this;
    this.shop = undefined;
    trace.push(`open(${clock.now()}) on batch ${store.durable}`);
    this.#batchBefore = store.durable;
    this.#channels = this.known.map((known) => this.#channelOf(known));
    const outcome = await openOn(store, {
      clock,
      createId: () => `o${++this.#ids}`,
      ...(terms.factRetentionMs !== undefined && { factRetentionMs: terms.factRetentionMs }),
      cartExpiryMs: 2 * HOUR,
      notifications: {
        ...terms.notifications,
        channels: this.#channels.map(({ channel }) => channel),
        limits: Object.fromEntries(terms.plans.map(({ name, limits }) => [name, limits])),
      },
    });
    this.expectNoProblems();
    if (outcome === 'crashed' || outcome === store.failure) return this.openAgain(0);
    if (outcome instanceof Error) throw outcome;
    this.shop = outcome;
    assert.deepEqual(outcome.audit(), { ok: true, problems: [] });
  }

  expectNoProblems(): void {
    assert.deepEqual(this.#problems, []);
  }

  #now(): number {
    return this.#timeBefore + this.clock.monotonicNow();
  }

  #channelOf({ plan, journal }: KnownDeliveries): SimulatedChannel {
    const { terms, trace, faults } = this.#options;
    const { store, clock, committed } = this;
    return new SimulatedChannel({
      plan,
      terms,
      journal,
      committed,
      store,
      clock,
      trace,
      random: faults,
      now: () => this.#now(),
      mood: () => (this.isSound ? 'perfect' : (this.moods.get(plan.name) ?? 'healthy')),
      isPaused: () => this.#pauses.findLast((of) => of.channel === plan.name)?.isPaused ?? false,
      onProblem: (problem) => this.#problems.push(problem),
      onCall: () => {
        if (!this.isSound && faults.integer(CALLS_PER_CRASH) === 0) this.crash();
      },
    });
  }

  async #expectClosed(): Promise<void> {
    for (const channel of this.#channels) channel.isOver = true;
    await turns(QUIET_TURNS);
    this.clock.advance(HOUR);
    await turns(QUIET_TURNS);
    this.expectNoProblems();
    for (const { channel, closed } of this.#channels) {
      assert.equal(closed, 1, `how often ${channel.name} was closed`);
    }
    if (this.store.failure !== undefined) return;
    assert.equal(this.store.durable, this.store.committed, 'durable batches of a closed shop');
    for (const known of this.known) expectAcknowledged(known, this.store);
  }

  #newDisk(durable: number): SimulatedDisk {
    const drawn = drawDisk(this.#options.random, {
      durable,
      within: BATCHES_TO_DISASTER,
      isSound: this.isSound,
    });
    this.#drawn = drawn;
    return { ...drawn.disk, onCommit: (number, batch) => this.#onCommit(number, batch) };
  }

  #onCommit(number: number, batch: readonly Change[]): void {
    const { committed, store } = this;
    const time = this.#now();
    this.#timeOfBatch.set(number, time);
    const { length } = committed.deaths;
    committed.addBatch(number, batch, { store, time });
    for (const { plan, journal } of this.known) {
      journal.addBatch(number, (seq) => isDone(store, plan.name, seq));
    }
    for (const death of committed.deaths.slice(length)) {
      const known = this.known.find(({ plan }) => plan.name === death.channel);
      try {
        expectReason(known as KnownDeliveries, death, time);
      } catch (error) {
        this.#problems.push((error as Error).message);
      }
    }
    if (number === this.#drawn?.crashAt && !this.isSound) this.crash();
  }

  #draw(end: number): number {
    return this.#options.random.integer(end);
  }
}

export async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
}
