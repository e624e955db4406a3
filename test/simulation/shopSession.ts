import assert from 'node:assert/strict';
import { IDEMPOTENCY_WINDOW_MS } from '../../src/base/limits.ts';
import type { Consumer, Shop, ShopFact } from '../../src/index.ts';
import type { SimulatedClock } from '../../src/testing.ts';
import type { Chronicle, Purchase } from './history.ts';
import type { Answered, Command, Units } from './command.ts';
import { drain, expectAnswerIn, expectSame } from './expectations.ts';
import type { Picture } from './shopState.ts';
import type { SimulatedStore } from './simulatedStore.ts';

export interface LifeOptions {
  readonly shop: Shop;
  readonly store: SimulatedStore;
  readonly clock: SimulatedClock;
  readonly chronicle: Chronicle;
  readonly trace: string[];
}

/** A command that was sent. */
interface Call {
  readonly command: Command;
  /** The last batch when it was sent. */
  readonly before: number;
  /** The batch of its turn; the one before if it changed nothing. */
  place: number;
  /** The checkout that this one repeats. */
  readonly first: Purchase | undefined;
  /** Nothing can become of it any more. */
  readonly isLate: boolean;
}

interface Listener {
  readonly consumer: Consumer;
  /** Facts up to this one were acknowledged in an earlier life. */
  readonly from: number;
  readonly received: ShopFact[];
}

/** One shop from its opening to its end, and everybody who talks with it. */
export class Life {
  readonly #options: LifeOptions;
  readonly #waiting = new Set<Call>();
  readonly #listeners = new Map<string, Listener>();
  /** What the handlers have heard, and the number of the fact before. */
  readonly #heard: ShopFact[] = [];
  readonly #heardFrom: number;
  #calling: Call | undefined;
  /** It was closed, and had not stopped by itself before. */
  #isClosed = false;
  #problem: { readonly cause: unknown } | undefined;

  constructor(options: LifeOptions) {
    this.#options = options;
    this.#heardFrom = options.chronicle.facts.length;
    options.shop.on('*', (fact) => {
      this.#heard.push(fact);
      this.#expectDurable(fact, 'a handler');
    });
  }

  get shop(): Shop {
    return this.#options.shop;
  }

  /** What the command under way would bring in. */
  get receives(): Units | undefined {
    return this.#calling?.command.receives;
  }

  /** The batch of the command under way has been taken. */
  noteBatch(number: number): void {
    if (this.#calling !== undefined) this.#calling.place = number;
  }

  /** Sends a command and does not wait. */
  call(command: Command): void {
    const { shop, store, clock, chronicle, trace } = this.#options;
    const { key = '' } = command;
    const first = this.#firstUnder(key);
    const before = store.taken;
    const isLate = this.#isClosed || store.failure !== undefined;
    const call: Call = { command, before, place: before, first, isLate };
    this.#waiting.add(call);
    const outer = this.#calling;
    this.#calling = call;
    const answered = command.run(shop);
    this.#calling = outer;
    trace.push(`${command.text} → batch ${call.place === before ? 'none' : call.place}`);
    if (first !== undefined) expectSame(call.place, before, 'batches of a repeated checkout');
    else if (key !== '' && call.place > before) {
      chronicle.purchases.set(key, { before, place: call.place, at: clock.now() });
    }
    this.#watch(
      answered.then(
        (answer) => this.#answered(call, answer),
        (cause) => this.#rejected(call, cause),
      ),
    );
  }

  /** Opens a consumer, unless it is open, and reads what it is told from now on. */
  listen(name: string): void {
    if (this.#listeners.has(name)) return;
    const { shop, chronicle, trace } = this.#options;
    const { positions, gone } = chronicle.last;
    const from = positions.get(name) ?? gone;
    const consumer = shop.consumer(name);
    trace.push(`consumer(${name}) at ${consumer.position}`);
    expectSame(consumer.position, from, `the position of ${name}`);
    const listener: Listener = { consumer, from, received: [] };
    this.#listeners.set(name, listener);
    this.#watch(this.#follow(listener));
  }

  /** One of the last facts that the consumer has had, if it has had any. */
  acknowledge(name: string, back: number): void {
    const { consumer, received = [] } = this.#listeners.get(name) ?? {};
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

  forget(name: string): void {
    const listener = this.#listeners.get(name);
    if (listener === undefined) return;
    this.#listeners.delete(name);
    const remove = async () => {
      await listener.consumer.remove();
      return undefined;
    };
    this.call({ text: `consumer(${name}).remove()`, run: remove });
  }

  /** Everything that can be written and answered is. */
  async settle(): Promise<void> {
    const { store } = this.#options;
    do {
      await drain();
      if (this.#problem !== undefined) throw this.#problem.cause;
    } while (store.write());
  }

  /** Everybody has heard everything, and nobody waits. The shop must have settled. */
  expectQuiet(): void {
    const { facts } = this.#options.chronicle;
    const waiting = [...this.#waiting].map(({ command }) => command.text);
    expectSame(waiting, [], 'commands without an answer');
    expectSame(this.#heard, facts.slice(this.#heardFrom), 'what the handlers have heard');
    for (const [name, { from, received }] of this.#listeners) {
      expectSame(received, facts.slice(from), `what ${name} has received`);
    }
  }

  /** The store has failed, and the shop has settled: everybody was told, and it can be read. */
  async expectStopped(read: () => Picture): Promise<void> {
    const { chronicle, trace } = this.#options;
    const { facts } = chronicle;
    this.call({ text: 'checkout(ada)', run: (shop) => shop.checkout('ada') });
    await this.settle();
    expectSame(trace.at(-1), '  checkout(ada): closed', 'the answer of a shop that has stopped');
    const waiting = [...this.#waiting].map(({ command }) => command.text);
    expectSame(waiting, [], 'commands without an answer');
    const heard = facts.slice(this.#heardFrom, this.#heardFrom + this.#heard.length);
    expectSame(this.#heard, heard, 'what the handlers have heard');
    read();
  }

  /** Closes the shop. @returns false if it never gets there. */
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
    await this.settle();
    return isClosed;
  }

  /** The checkout that one under this key would repeat: one that runs, or has not been forgotten. */
  #firstUnder(key: string): Purchase | undefined {
    const { chronicle, clock } = this.#options;
    if (key === '') return undefined;
    const known = chronicle.purchases.get(key);
    if (known !== undefined) {
      return clock.now() - known.at < IDEMPOTENCY_WINDOW_MS ? known : undefined;
    }
    const running = [...this.#waiting].find(
      ({ command, isLate }) => command.key === key && !isLate,
    );
    return running?.first ?? (running && { ...running, at: clock.now() });
  }

  #answered(call: Call, answer: Answered | undefined): void {
    const { store, chronicle, trace } = this.#options;
    const { command, first, isLate } = call;
    const { before, place } = first ?? call;
    this.#waiting.delete(call);
    const outcome = answer === undefined || answer.ok ? 'done' : answer.refusal.code;
    trace.push(`  ${command.text}: ${outcome}`);
    if (isLate) {
      const stopped = `the shop has stopped: ${store.failure?.message}`;
      const reason = this.#isClosed ? 'the shop has been closed' : stopped;
      expectSame(answer, { ok: false, refusal: { code: 'closed', reason } }, command.text);
      return;
    }
    const durable = chronicle.boundaries.slice(0, store.durable + 1);
    const isKept = command.isKept === undefined ? place in durable : durable.some(command.isKept);
    assert(isKept, `${command.text} was answered before it is durable`);
    if (answer === undefined) return;
    const after = chronicle.boundaries[place]?.picture;
    const previous = chronicle.boundaries[before]?.picture;
    assert(after !== undefined && previous !== undefined, `no picture of batch ${place}`);
    expectAnswerIn(answer, after, previous);
    const purchase = first ?? chronicle.purchases.get(command.key ?? '');
    if (purchase?.place !== place) return;
    if (purchase.answer !== undefined) expectSame(answer, purchase.answer, 'the first answer');
    purchase.answer = structuredClone(answer);
  }

  #rejected(call: Call, cause: unknown): void {
    const { store, trace } = this.#options;
    this.#waiting.delete(call);
    trace.push(`  ${call.command.text}: rejected`);
    const { failure } = store;
    // What answers no refusal says that it came too late, and why.
    const isTooLate = call.isLate && cause instanceof Error && cause.cause === failure;
    if (failure === undefined || (cause !== failure && !isTooLate)) throw cause;
  }

  async #follow({ consumer, received }: Listener): Promise<void> {
    try {
      for await (const fact of consumer) {
        received.push(fact);
        this.#expectDurable(fact, consumer.name);
      }
    } catch (cause) {
      if (cause !== this.#options.store.failure) throw cause;
    }
  }

  /** What lies behind has not happened yet. Noted, since a handler that throws harms nobody. */
  #expectDurable({ seq }: ShopFact, who: string): void {
    const { store, chronicle } = this.#options;
    const { lastFact = 0 } = chronicle.boundaries[store.durable] ?? {};
    if (seq <= lastFact) return;
    this.#problem ??= { cause: new Error(`${who} was told fact ${seq} before it is durable`) };
  }

  /** What goes wrong in it comes out with {@link Life.settle}. */
  #watch(work: Promise<void>): void {
    work.catch((cause) => {
      this.#problem ??= { cause };
    });
  }
}
