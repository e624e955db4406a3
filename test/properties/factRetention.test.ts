import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditSnapshot } from '../../src/cli/audit/auditSnapshot.ts';
import { resolveRetention } from '../../src/facts/retention.ts';
import {
  type Consumer,
  createShop,
  type FactRetention,
  memoryStore,
  type Shop,
  type ShopFact,
} from '../../src/index.ts';
import { headRecord } from '../../src/schema/head.ts';
import { RECORDS } from '../../src/schema/table.ts';
import { simulatedClock } from '../../src/testing.ts';
import { readAfter, seqsIn } from '../rules/shop/keptFacts.ts';
import { runs } from './runs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** No timer is due in a run. */
const PATIENT = { paymentTimeoutMs: 1e12, cartExpiryMs: 1e12 };

const ms = fc.constantFrom(0, 10 * MINUTE, HOUR, 5 * HOUR, Number.POSITIVE_INFINITY);
const retention: fc.Arbitrary<FactRetention | undefined> = fc.oneof(
  fc.constant(undefined),
  ms,
  fc.record(
    { '*': ms, 'cart.lineAdded': ms, 'order.placed': ms, 'stock.restocked': ms },
    { requiredKeys: [] },
  ) as fc.Arbitrary<FactRetention>,
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ does: 'restock' as const }) },
  { weight: 3, arbitrary: fc.constant({ does: 'add' as const }) },
  { weight: 2, arbitrary: fc.constant({ does: 'clear' as const }) },
  { weight: 2, arbitrary: fc.constant({ does: 'buy' as const }) },
  { weight: 3, arbitrary: fc.record({ advanceMs: fc.constantFrom(MINUTE, 10 * MINUTE, HOUR) }) },
  { weight: 3, arbitrary: fc.record({ read: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ leave: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ work: fc.constantFrom('mail', 'books') }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.constantFrom('mail', 'books') }) },
  { weight: 1, arbitrary: fc.record({ reopen: retention }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The facts of one turn. */
interface Stored {
  readonly seqs: readonly number[];
  readonly at: number;
  /** For how long they are kept; undefined if none are kept longer. */
  readonly ms: number | undefined;
}

/** Somebody who reads: an iteration, or a consumer. */
interface Reading {
  position: number;
  /** The number of the last fact that it got. */
  last: number;
  iterator: AsyncIterator<ShopFact> | undefined;
}

/** A shop, and beside it which of its facts must be kept. */
class Run {
  readonly #store = memoryStore();
  readonly #clock = simulatedClock(Date.UTC(2026, 0, 1));
  #option: FactRetention | undefined;
  #shop: Shop | undefined;
  #stored: Stored[] = [];
  #lastSeq = 0;
  /** The same that the store knows: a refusal whose fact is not stored, and with which none leaves, changes nothing. */
  #storedSeq = 0;
  /** The number of the last fact that readers cannot begin with any more. */
  #low = 0;
  readonly #iterations = new Map<number, Reading>();
  readonly #consumers = new Map<string, Reading & { consumer: Consumer | undefined }>();
  #facts: ShopFact[] = [];

  async open(option: FactRetention | undefined): Promise<void> {
    this.#option = option;
    const retention = option === undefined ? {} : { factRetentionMs: option };
    const [store, clock] = [this.#store, this.#clock];
    this.#shop = await createShop({ ...PATIENT, ...retention, store, clock });
    this.#shop.on('*', (fact) => this.#facts.push(fact));
    this.#lastSeq = this.#storedSeq;
    if (this.#stored.length === 0) this.#low = this.#lastSeq;
  }

  async setUp(): Promise<void> {
    const mug = { sku: 'mug', name: 'Mug', category: 'k', priceMinor: 1, stock: 10_000 };
    await this.#run((shop) => shop.products.add(mug));
    await this.#run((shop) => shop.users.register({ userId: 'ada', name: 'Ada' }));
  }

  async step(it: Step): Promise<void> {
    if ('does' in it) {
      if (it.does === 'restock') await this.#run((shop) => shop.products.restock('mug', 1));
      if (it.does === 'add') await this.#run((shop) => shop.carts.add('ada', 'mug', 1));
      if (it.does === 'clear') await this.#run((shop) => shop.carts.clear('ada'));
      if (it.does === 'buy') await this.#run((shop) => shop.checkout('ada'));
    }
    if ('advanceMs' in it) this.#clock.advance(it.advanceMs);
    if ('read' in it) await this.#read(it.read);
    if ('leave' in it) await this.#leave(it.leave);
    if ('work' in it) await this.#work(it.work);
    if ('remove' in it) await this.#remove(it.remove);
    if ('reopen' in it) await this.#reopen(it.reopen);
    expect(seqsIn(this.#store)).toEqual(this.#kept());
  }

  async expectEnd(): Promise<void> {
    const problems: string[] = [];
    const head = headRecord.get(this.#store, headRecord.key());
    if (head === undefined) throw new Error('there is no head');
    const report = (problem: string) => problems.push(problem);
    auditSnapshot(this.#store, { head, records: RECORDS, hasTimeout: true, report });
    expect(problems).toEqual([]);
    const shop = this.#shop as Shop;
    if (this.#low > 0) expect(() => shop.facts({ after: this.#low - 1 })).toThrow(RangeError);
    const readable = this.#kept().filter((seq) => seq > this.#low);
    const last = readable.at(-1);
    if (last !== undefined) expect(await readAfter(shop, this.#low, last)).toEqual(readable);
    await shop.close();
  }

  /** Runs a command, and evicts and adds in the model what its turn does. */
  async #run(command: (shop: Shop) => Promise<{ readonly ok: boolean }>): Promise<void> {
    this.#facts = [];
    const { ok } = await command(this.#shop as Shop);
    const facts = this.#facts;
    if (facts.length === 0) return;
    const retention = resolveRetention(this.#option, true);
    const now = this.#clock.now();
    const readers = [...this.#iterations.values(), ...this.#consumers.values()];
    const finished = Math.min(this.#lastSeq, ...readers.map(({ position }) => position));
    const isKept = ({ seqs, at, ms = Number.POSITIVE_INFINITY }: Stored) =>
      at + Math.min(ms, retention.longestMs) > now || (seqs.at(-1) as number) > finished;
    for (const stored of this.#stored) {
      if (!isKept(stored) && stored.ms === undefined) this.#low = stored.seqs.at(-1) as number;
    }
    const kept = this.#stored.filter(isKept);
    const isEvicted = kept.length < this.#stored.length;
    this.#stored = kept;
    this.#lastSeq += facts.length;
    const isStored = retention.longestMs > 0 || readers.length > 0 || this.#stored.length > 0;
    if (isStored || isEvicted || ok) this.#storedSeq = this.#lastSeq;
    const ms = retention.ofTurn(facts);
    const seqs = facts.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => this.#lastSeq - seqs.length + 1 + index));
    if (!isStored) this.#low = this.#lastSeq;
    else this.#stored.push({ seqs, at: now, ms: ms === retention.longestMs ? undefined : ms });
  }

  #kept(): number[] {
    return this.#stored.flatMap(({ seqs }) => seqs).sort((a, b) => a - b);
  }

  async #read(index: number): Promise<void> {
    const known = this.#iterations.get(index);
    const reading = known ?? { position: this.#low, last: this.#low, iterator: undefined };
    if ((await this.#next(reading, () => this.#shop?.facts({ after: this.#low }))) === undefined)
      return;
    this.#iterations.set(index, reading);
    // The last one is finished when the next one is asked for.
    reading.position = reading.last - 1;
  }

  async #leave(index: number): Promise<void> {
    await this.#iterations.get(index)?.iterator?.return?.();
    this.#iterations.delete(index);
  }

  /** Opens a consumer if it is not open, gets its next fact, and acknowledges it half of the time. */
  async #work(name: string): Promise<void> {
    let reading = this.#consumers.get(name);
    if (reading === undefined) {
      reading = { position: this.#low, last: this.#low, iterator: undefined, consumer: undefined };
      this.#consumers.set(name, reading);
      this.#storedSeq = this.#lastSeq;
    }
    reading.consumer ??= (this.#shop as Shop).consumer(name);
    const { consumer } = reading;
    expect(consumer.position).toBe(reading.position);
    const seq = await this.#next(reading, () => consumer);
    if (seq === undefined || seq % 2 === 0) return;
    await consumer.acknowledge({ seq });
    reading.position = seq;
    this.#storedSeq = this.#lastSeq;
  }

  /** The number of the next fact of a reader, which is the next one that is kept; undefined if there is none. */
  async #next(
    reading: Reading,
    open: () => AsyncIterable<ShopFact> | undefined,
  ): Promise<number | undefined> {
    const expected = this.#kept().find((seq) => seq > reading.last);
    if (expected === undefined) return undefined;
    reading.iterator ??= open()?.[Symbol.asyncIterator]();
    const next = await reading.iterator?.next();
    expect(next?.value?.seq).toBe(expected);
    reading.last = expected;
    return expected;
  }

  async #remove(name: string): Promise<void> {
    const consumer = this.#consumers.get(name)?.consumer;
    if (consumer === undefined) return;
    await consumer.remove();
    this.#consumers.delete(name);
    this.#storedSeq = this.#lastSeq;
  }

  async #reopen(option: FactRetention | undefined): Promise<void> {
    await this.#shop?.close();
    this.#iterations.clear();
    for (const reading of this.#consumers.values()) {
      reading.last = reading.position;
      reading.iterator = undefined;
      reading.consumer = undefined;
    }
    await this.open(option);
  }
}

test('facts are kept until the time of their turn is over and all readers have had them, whatever is kept beside them', async () => {
  const property = fc.asyncProperty(
    retention,
    fc.array(step, { maxLength: 60, size: 'max' }),
    async (option, steps) => {
      const run = new Run();
      await run.open(option);
      await run.setUp();
      for (const it of steps) await run.step(it);
      await run.expectEnd();
    },
  );
  await fc.assert(property, { numRuns: runs(150) });
});
