import assert from 'node:assert/strict';
import type { Consumer } from '../../facts/consumers.ts';
import type { ShopFact } from '../../facts/factBus.ts';
import { engineOf } from '../../shopEngine.ts';
import type { Shop } from '../../shopTypes.ts';
import type { SimulatedStore } from '../simulatedStore.ts';
import { asBroken, BrokenRule, underRule } from './brokenRule.ts';
import type { Answered, Command, Units } from './command.ts';
import { drain } from './drain.ts';
import { expectAnswerIn } from './expectAnswerIn.ts';
import { expectSame } from './expectSame.ts';
import type { History } from './history.ts';
import type { Call, SessionRules, SessionView } from './sessionRules.ts';

export interface ShopSessionOptions {
  readonly shop: Shop;
  readonly store: SimulatedStore;
  readonly history: History;
  readonly trace: string[];
  /** The time of the shop, epoch milliseconds. */
  readonly now: () => number;
  readonly rules?: SessionRules | undefined;
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
export class ShopSession implements SessionView {
  readonly #options: ShopSessionOptions;
  readonly #rules: SessionRules;
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
    this.#rules = options.rules ?? {};
    const { history, store } = options;
    // What an invoked actor has answered since the opening may not be durable yet.
    this.#firstHandled = history.checkpoints[store.durable]?.lastFact ?? 0;
    options.shop.on('*', (fact) => {
      // A chart may emit what JSON cannot hold, and the history has what the store has.
      this.#handledFacts.push(JSON.parse(JSON.stringify(fact)));
      this.#expectDurable(fact as ShopFact, 'a handler');
    });
  }

  get shop(): Shop {
    return this.#options.shop;
  }

  get history(): History {
    return this.#options.history;
  }

  /** The time of the shop, epoch milliseconds. */
  get now(): number {
    return this.#options.now();
  }

  /** The number of the last durable batch. */
  get durable(): number {
    return this.#options.store.durable;
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
    const { shop, store, trace } = this.#options;
    const batchBefore = store.committed;
    const call: Call = {
      command,
      sentAt: this.now,
      batchBefore,
      batch: batchBefore,
      isAfterEnd: this.#isClosed || store.failure !== undefined,
      isAfterCrash: store.hasCrashed,
    };
    this.#rules.calling?.(call, this);
    this.#unanswered.add(call);
    const outer = this.#running;
    this.#running = call;
    const answered = command.run(shop);
    this.#running = outer;
    trace.push(`${command.text} → batch ${call.batch === batchBefore ? 'none' : call.batch}`);
    this.#rules.called?.(call, this);
    this.#watch(
      answered.then(
        (answer) => underRule('answers', () => this.#onAnswer(call, answer)),
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
    // A shop that crashes never ends the iteration, which would keep the process alive.
    consumer.unref();
    trace.push(`consumer(${name}) at ${consumer.position}`);
    underRule('facts', () => expectSame(consumer.position, from, `the position of ${name}`));
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
    this.#expectRunning();
  }

  /** Expects that all commands were answered and all facts delivered. Call {@link flush} first. */
  expectIdle(): void {
    this.#expectAllAnswered();
    underRule('facts', () => {
      const { facts } = this.#options.history;
      const handled = facts.slice(this.#firstHandled);
      expectSame(this.#handledFacts, handled, 'the facts that the handler got');
      for (const [name, { from, evicted, received }] of this.#consumers) {
        const expected = facts.slice(from).filter(({ seq }) => !evicted.has(seq));
        expectSame(received, expected, `the facts that ${name} got`);
      }
    });
  }

  /** Expects of a shop whose store has failed: every command was rejected, later ones are refused. */
  async expectStopped(): Promise<void> {
    const { history, trace } = this.#options;
    const { facts } = history;
    this.call({ text: 'checkout(ada)', run: (shop) => shop.checkout('ada') });
    await this.flush();
    this.#expectAllAnswered();
    underRule('answers', () =>
      expectSame(trace.at(-1), '  checkout(ada): closed', 'the answer of a shop that has stopped'),
    );
    const end = this.#firstHandled + this.#handledFacts.length;
    const expected = facts.slice(this.#firstHandled, end);
    underRule('facts', () =>
      expectSame(this.#handledFacts, expected, 'the facts that the handler got'),
    );
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
    while (!isClosed && !store.hasCrashed && this.#problem === undefined) {
      store.write();
      await drain();
    }
    if (isClosed) this.call({ text: 'checkout(ada)', run: (shop) => shop.checkout('ada') });
    await this.flush();
    return isClosed;
  }

  /** Expects that nothing but the store has stopped the shop: a timer that fails has no caller who hears of it. */
  #expectRunning(): void {
    const { shop, store } = this.#options;
    const cause = engineOf(shop)?.engine.stopped?.cause;
    if (cause !== undefined && store.failure === undefined) throw asBroken('commands', cause);
  }

  #expectAllAnswered(): void {
    const unanswered = [...this.#unanswered].map(({ command }) => command.text);
    underRule('answers', () => expectSame(unanswered, [], 'commands without an answer'));
  }

  #onAnswer(call: Call, answer: Answered | undefined): void {
    const { store, history, trace } = this.#options;
    const { command, batch, batchBefore } = call;
    this.#unanswered.delete(call);
    const outcome = answer === undefined || answer.ok ? 'done' : answer.refusal.code;
    trace.push(`  ${command.text}: ${outcome}`);
    this.#rules.ended?.(call, outcome);
    if (call.isAfterEnd) {
      const stopped = `the shop has stopped: ${store.failure?.message}`;
      const reason = this.#isClosed ? 'the shop has been closed' : stopped;
      expectSame(answer, { ok: false, refusal: { code: 'closed', reason } }, command.text);
      return;
    }
    if (this.#rules.answered?.(call, answer, this)) return;
    const durable = history.checkpoints.slice(0, store.durable + 1);
    // What repeats an earlier answer waits for the batch of that one.
    const isRepeat = command.key !== undefined && batch === batchBefore;
    const isKept = command.isKept === undefined ? batch in durable : durable.some(command.isKept);
    assert(isKept || isRepeat, `${command.text} was answered before it was durable`);
    if (answer === undefined || isRepeat) return;
    const after = history.checkpoints[batch]?.state;
    assert(after !== undefined, `no state after batch ${batch}`);
    expectAnswerIn(answer, after);
  }

  #onRejection(call: Call, cause: unknown): void {
    const { store, trace } = this.#options;
    this.#unanswered.delete(call);
    trace.push(`  ${call.command.text}: rejected`);
    this.#rules.ended?.(call, 'rejected');
    const { failure } = store;
    // A call that cannot be refused rejects, with the failure of the store as the cause.
    const isExplained = call.isAfterEnd && cause instanceof Error && cause.cause === failure;
    if (failure === undefined || (cause !== failure && !isExplained)) {
      throw asBroken('commands', cause);
    }
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
    const cause = new Error(`${receiver} got fact ${seq} before it was durable`);
    this.#problem ??= { cause: new BrokenRule('facts', cause) };
  }

  /** {@link flush} throws what this work rejects with. */
  #watch(work: Promise<void>): void {
    work.catch((cause) => {
      this.#problem ??= { cause };
    });
  }
}
