import assert from 'node:assert/strict';
import { DEFAULT_LIMITS } from '../../src/base/shopLimits.ts';
import type { Consumer, Shop, ShopFact } from '../../src/index.ts';
import type { SimulatedClock } from '../../src/testing.ts';
import type { Answered, Command, Units } from './command.ts';
import {
  drain,
  expectAnswerIn,
  expectMismatch,
  expectSame,
  linesIn,
  repeats,
} from './expectations.ts';
import type { History, Purchase } from './history.ts';
import type { ShopState } from './shopState.ts';
import type { SimulatedStore } from './simulatedStore.ts';

export interface ShopSessionOptions {
  readonly shop: Shop;
  readonly store: SimulatedStore;
  readonly clock: SimulatedClock;
  readonly history: History;
  readonly trace: string[];
}

/** A command that was sent to the shop. */
interface Call {
  readonly command: Command;
  /** The last batch before it was sent. */
  readonly batchBefore: number;
  /** The batch of its turn; {@link batchBefore} if it changed nothing. */
  batch: number;
  /** The earlier checkout with the same idempotency key. */
  original: Purchase | undefined;
  /** Those of the user's cart before a checkout with a key. */
  readonly lines: string;
  /** True when it is a checkout with a key that has bought the cart. */
  hasOrder: boolean;
  /** True when the shop had been closed, or had stopped, before it was sent. */
  readonly isAfterEnd: boolean;
  /** True when the shop had crashed before it was sent. */
  readonly isAfterCrash: boolean;
}

interface OpenConsumer {
  readonly consumer: Consumer;
  /** The position of the consumer when it was opened. */
  readonly from: number;
  /** The numbers of the facts that had been evicted by then. */
  readonly evicted: ReadonlySet<number>;
  readonly received: ShopFact[];
}

/**
 * One shop from its opening to its close, failure or crash, with its callers, handlers and consumers.
 * Checks that each of them gets exactly what the {@link History} says, and nothing before it is durable.
 */
export class ShopSession {
  readonly #options: ShopSessionOptions;
  readonly #unanswered = new Set<Call>();
  readonly #consumers = new Map<string, OpenConsumer>();
  /** The facts that the handler got, and the number of facts before the first of them. */
  readonly #handledFacts: ShopFact[] = [];
  readonly #firstHandled: number;
  #running: Call | undefined;
  /** True when it was closed before it stopped by itself. */
  #isClosed = false;
  #problem: { readonly cause: unknown } | undefined;

  constructor(options: ShopSessionOptions) {
    this.#options = options;
    this.#firstHandled = options.history.facts.length;
    options.shop.on('*', (fact) => {
      this.#handledFacts.push(fact);
      this.#expectDurable(fact, 'a handler');
    });
  }

  get shop(): Shop {
    return this.#options.shop;
  }

  /** The units that the running command receives into stock. */
  get unitsBeingReceived(): Units | undefined {
    return this.#running?.command.receives;
  }

  /** Notes the batch of the running command. */
  assignBatch(number: number): void {
    if (this.#running !== undefined) this.#running.batch = number;
  }

  /** Sends a command and does not wait for the answer. */
  call(command: Command): void {
    const { shop, store, clock, history, trace } = this.#options;
    const { key = '' } = command;
    const original = this.#originalOf(key);
    const batchBefore = store.committed;
    const isAfterEnd = this.#isClosed || store.failure !== undefined;
    const [userId = ''] = key.split(' ');
    const lines = key === '' || store.hasCrashed ? '' : linesIn(shop, userId);
    const batch = batchBefore;
    const call: Call = {
      command,
      batchBefore,
      batch,
      original,
      lines,
      hasOrder: false,
      isAfterEnd,
      isAfterCrash: store.hasCrashed,
    };
    this.#unanswered.add(call);
    const outer = this.#running;
    this.#running = call;
    const answered = command.run(shop);
    this.#running = outer;
    const after = history.checkpoints[call.batch]?.state?.carts[userId]?.lines ?? [];
    call.hasOrder = lines !== '' && after.length === 0;
    trace.push(`${command.text} → batch ${call.batch === batchBefore ? 'none' : call.batch}`);
    if (original !== undefined && call.batch > batchBefore && this.#mayBeForgotten(original)) {
      // It is forgotten before its caller has heard the answer.
      call.original = undefined;
    }
    if (call.original !== undefined) {
      expectSame(call.batch, batchBefore, 'batches of a repeated checkout');
    } else if (key !== '' && call.batch > batchBefore) {
      const { batch, hasOrder } = call;
      history.purchases.set(key, { batchBefore, batch, at: clock.now(), lines, hasOrder });
    }
    this.#watch(
      answered.then(
        (answer) => this.#onAnswer(call, answer),
        (cause) => this.#onRejection(call, cause),
      ),
    );
  }

  /** Opens a consumer, unless it is open, and reads its facts from now on. */
  openConsumer(name: string): void {
    if (this.#consumers.has(name)) return;
    const { shop, history, trace } = this.#options;
    const { positions, lowWatermark, kept } = history.last;
    const from = positions.get(name) ?? lowWatermark;
    const consumer = shop.consumer(name);
    trace.push(`consumer(${name}) at ${consumer.position}`);
    expectSame(consumer.position, from, `the position of ${name}`);
    const seqs = history.facts.map(({ seq }) => seq);
    const evicted = new Set(seqs.filter((seq) => !kept.has(seq)));
    const opened: OpenConsumer = { consumer, from, evicted, received: [] };
    this.#consumers.set(name, opened);
    this.#watch(this.#follow(opened));
  }

  /** Acknowledges the fact that the consumer got `back` facts before its last one, if there is one. */
  acknowledge(name: string, back: number): void {
    const { consumer, received = [] } = this.#consumers.get(name) ?? {};
    const fact = received.at(-1 - back);
    if (consumer === undefined || fact === undefined) return;
    const acknowledge = async () => {
      await consumer.acknowledge(fact);
      return undefined;
    };
    this.call({
      text: `consumer(${name}).acknowledge(${fact.seq})`,
      run: acknowledge,
      isKept: ({ positions }) => (positions.get(name) ?? 0) >= fact.seq,
    });
  }

  removeConsumer(name: string): void {
    const opened = this.#consumers.get(name);
    if (opened === undefined) return;
    this.#consumers.delete(name);
    const remove = async () => {
      await opened.consumer.remove();
      return undefined;
    };
    this.call({ text: `consumer(${name}).remove()`, run: remove });
  }

  /** Lets the store write everything, and the shop answer everything, that it can. */
  async flush(): Promise<void> {
    const { store } = this.#options;
    do {
      await drain();
      if (this.#problem !== undefined) throw this.#problem.cause;
    } while (store.write());
  }

  /** Expects that all commands were answered and all facts delivered. Call {@link flush} first. */
  expectIdle(): void {
    const { facts } = this.#options.history;
    const unanswered = [...this.#unanswered].map(({ command }) => command.text);
    expectSame(unanswered, [], 'commands without an answer');
    expectSame(
      this.#handledFacts,
      facts.slice(this.#firstHandled),
      'the facts that the handler got',
    );
    for (const [name, { from, evicted, received }] of this.#consumers) {
      const expected = facts.slice(from).filter(({ seq }) => !evicted.has(seq));
      expectSame(received, expected, `the facts that ${name} got`);
    }
  }

  /** Expects of a shop whose store has failed: every command was rejected, and reads still work. */
  async expectStopped(read: () => ShopState): Promise<void> {
    const { history, trace } = this.#options;
    const { facts } = history;
    this.call({ text: 'checkout(ada)', run: (shop) => shop.checkout('ada') });
    await this.flush();
    expectSame(trace.at(-1), '  checkout(ada): closed', 'the answer of a shop that has stopped');
    const unanswered = [...this.#unanswered].map(({ command }) => command.text);
    expectSame(unanswered, [], 'commands without an answer');
    const end = this.#firstHandled + this.#handledFacts.length;
    const expected = facts.slice(this.#firstHandled, end);
    expectSame(this.#handledFacts, expected, 'the facts that the handler got');
    read();
  }

  /** Closes the shop. @returns false if a crash came first. */
  async close(): Promise<boolean> {
    const { shop, store } = this.#options;
    let isClosed = false;
    const closing = shop.close().then(() => {
      isClosed = true;
    });
    this.#watch(closing);
    this.#isClosed = store.failure === undefined;
    while (!isClosed && !store.hasCrashed) {
      store.write();
      await drain();
    }
    if (isClosed) this.call({ text: 'checkout(ada)', run: (shop) => shop.checkout('ada') });
    await this.flush();
    return isClosed;
  }

  /** True of a checkout of a user who was unknown, and of one that has waited for the store for too long. */
  #mayBeForgotten(purchase: Purchase): boolean {
    return purchase.batch === purchase.batchBefore || !this.#isRemembered(purchase);
  }

  /** True while an answered checkout is remembered. */
  #isRemembered({ at, hasOrder }: Purchase): boolean {
    const { idempotencyWindowMs, refusedIdempotencyWindowMs } = DEFAULT_LIMITS;
    const windowMs = hasOrder ? idempotencyWindowMs : refusedIdempotencyWindowMs;
    return this.#options.clock.now() - at < windowMs;
  }

  /** The checkout whose answer another one with this key gets: a running or a remembered one. */
  #originalOf(key: string): Purchase | undefined {
    const { history, clock } = this.#options;
    if (key === '') return undefined;
    const known = history.purchases.get(key);
    const running = [...this.#unanswered].find(
      ({ command, isAfterEnd }) => command.key === key && !isAfterEnd,
    );
    if (known !== undefined) {
      // One that waits for the store is repeated however long that takes.
      return running !== undefined || this.#isRemembered(known) ? known : undefined;
    }
    return running?.original ?? (running && { ...running, at: clock.now() });
  }

  #onAnswer(call: Call, answer: Answered | undefined): void {
    const { store, history, trace } = this.#options;
    const { command, original, lines, isAfterEnd } = call;
    const { batchBefore, batch } = original ?? call;
    this.#unanswered.delete(call);
    const outcome = answer === undefined || answer.ok ? 'done' : answer.refusal.code;
    trace.push(`  ${command.text}: ${outcome}`);
    if (isAfterEnd) {
      const stopped = `the shop has stopped: ${store.failure?.message}`;
      const reason = this.#isClosed ? 'the shop has been closed' : stopped;
      expectSame(answer, { ok: false, refusal: { code: 'closed', reason } }, command.text);
      return;
    }
    // What the cart has then is not read: nobody hears the answer.
    if (original !== undefined && call.isAfterCrash) return;
    if (original !== undefined && !repeats(original, lines)) {
      expectMismatch(answer, command.key ?? '', original);
      return;
    }
    const durable = history.checkpoints.slice(0, store.durable + 1);
    const isKept = command.isKept === undefined ? batch in durable : durable.some(command.isKept);
    assert(isKept, `${command.text} was answered before it was durable`);
    if (answer === undefined) return;
    const after = history.checkpoints[batch]?.state;
    const previous = history.checkpoints[batchBefore]?.state;
    assert(after !== undefined && previous !== undefined, `no state after batch ${batch}`);
    expectAnswerIn(answer, after, previous);
    const { replayed, ...first } = answer;
    // That of an unknown user is not remembered: whether it is repeated depends on when it is asked for again.
    const isRemembered = answer.ok || answer.refusal.code !== 'unknown-user';
    if (isRemembered) expectSame(replayed, original && true, 'whether the answer is replayed');
    const purchase = original ?? history.purchases.get(command.key ?? '');
    if (purchase?.batch !== batch) return;
    if (purchase.answer !== undefined) expectSame(first, purchase.answer, 'the first answer');
    purchase.answer = structuredClone(first);
  }

  #onRejection(call: Call, cause: unknown): void {
    const { store, trace } = this.#options;
    this.#unanswered.delete(call);
    trace.push(`  ${call.command.text}: rejected`);
    const { failure } = store;
    // A call that cannot be refused rejects, with the failure of the store as the cause.
    const isExplained = call.isAfterEnd && cause instanceof Error && cause.cause === failure;
    if (failure === undefined || (cause !== failure && !isExplained)) throw cause;
  }

  async #follow({ consumer, received }: OpenConsumer): Promise<void> {
    try {
      for await (const fact of consumer) {
        received.push(fact);
        this.#expectDurable(fact, consumer.name);
      }
    } catch (cause) {
      if (cause !== this.#options.store.failure) throw cause;
    }
  }

  /** Records the problem: an error thrown in a handler would only be reported as `observer.failed`. */
  #expectDurable({ seq }: ShopFact, receiver: string): void {
    const { store, history } = this.#options;
    const { lastFact = 0 } = history.checkpoints[store.durable] ?? {};
    if (seq <= lastFact) return;
    this.#problem ??= { cause: new Error(`${receiver} got fact ${seq} before it was durable`) };
  }

  /** {@link flush} throws what this work rejects with. */
  #watch(work: Promise<void>): void {
    work.catch((cause) => {
      this.#problem ??= { cause };
    });
  }
}
