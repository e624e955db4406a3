import type { Catalog } from '../catalog/catalog.ts';
import type { FactLog } from '../facts/factLog.ts';
import type { Order } from '../orders/orderView.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import type { Users } from '../users/users.ts';
import type { Channel } from './channel.ts';
import { ChannelWorker } from './channelWorker.ts';
import { closeChannel } from './closeChannel.ts';
import { Composer } from './composer.ts';
import type { NotificationTerms } from './resolveNotifications.ts';

export interface NotificationPartOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: FactLog;
  readonly users: Users;
  readonly catalog: Catalog;
  readonly terms: NotificationTerms;
  /** How long work goes on before the event loop goes on, in milliseconds. */
  readonly sliceMs: number;
  /** The order as it is now; undefined if there is none, or its record cannot be read. */
  readonly orderOf: (orderId: string) => Order | undefined;
}

/** Longer delays overflow the timers of Node.js, which then fire at once. */
const LONGEST_DRAIN_MS = 2 ** 31 - 1;

/** The notifications of a shop: one worker for each channel, all of which follow the log of facts. */
export class NotificationPart implements Part {
  readonly composer: Composer;
  /** In the order of the channels of the option. */
  readonly workers: readonly ChannelWorker[];
  readonly #channels: readonly Channel[];
  readonly #drainMs: number;
  #isReady = false;
  #closed: Promise<unknown> | undefined;

  constructor(options: NotificationPartOptions) {
    const { terms } = options;
    const { deadlines, drainMs } = terms;
    const composer = new Composer(options);
    this.composer = composer;
    this.#drainMs = drainMs;
    this.#channels = terms.channels.map(({ channel }) => channel);
    this.workers = terms.channels.map((used) => {
      return new ChannelWorker({ ...options, used, composer, deadlines });
    });
  }

  /** The worker of a channel; undefined if there is no such channel. */
  workerOf(channel: string): ChannelWorker | undefined {
    return this.workers.find(({ name }) => name === channel);
  }

  load(): void {
    for (const worker of this.workers) worker.load();
  }

  start(): void {
    for (const worker of this.workers) worker.start();
  }

  ready(): void {
    this.#isReady = true;
    for (const worker of this.workers) worker.ready();
  }

  rebase(byMs: number): void {
    for (const worker of this.workers) worker.rebase(byMs);
  }

  afterCommit(facts: readonly RecordedFact[], lastSeq: number): void {
    const { workers } = this;
    for (let index = 0; index < workers.length; index++) workers[index]?.offer(facts, lastSeq);
  }

  drain(): Promise<void> | undefined {
    const draining = this.workers.flatMap((worker) => worker.drain() ?? []);
    const isClosable = this.#channels.some(({ close }) => close !== undefined);
    return draining.length > 0 || isClosable ? this.#drained(draining) : undefined;
  }

  stop(): void {
    for (const worker of this.workers) worker.stop();
    // A shop that has failed to open may be opened again with the same channels.
    if (this.#isReady) this.#closeChannels();
  }

  /** Waits for what is under way, then for the channels to close. Those that take too long are told to give up. */
  async #drained(draining: readonly Promise<void>[]): Promise<void> {
    const all = Promise.all(draining);
    // Not a timer of the clock: on a simulated one, nothing would advance it meanwhile.
    let timer: NodeJS.Timeout | undefined;
    const timeIsOver = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(this.#drainMs, LONGEST_DRAIN_MS));
    });
    await Promise.race([all, timeIsOver]);
    for (const worker of this.workers) worker.abort();
    // Each call ends within a few turns of the event loop now, and its outcome is written.
    await all;
    await Promise.race([this.#closeChannels(), timeIsOver]);
    clearTimeout(timer);
  }

  /** Lets the channels release their connections, once. */
  #closeChannels(): Promise<unknown> {
    this.#closed ??= Promise.all(this.#channels.map(closeChannel));
    return this.#closed;
  }
}
