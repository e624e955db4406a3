import { expect } from 'vitest';
import type { Seeded } from '../../../bench/harness/seeded.ts';
import { packJson, unpackJson } from '../../../src/store/packed/packJson.ts';
import type { Change, Key, RecordChange, RecordForm, Store } from '../../../src/store/store.ts';

/** Records that are packed, and refer to shared texts. */
const ITEM: RecordForm = {
  code: 1,
  prefix: ['item'],
  isLogged: false,
  encode: (contents) => JSON.stringify(contents),
  packKey: (writer, [, name]) => writer.writeShared(String(name)),
  unpackKey: (reader) => ['item', reader.readShared()],
  pack: (writer, contents) => packJson(writer, contents),
  unpack: unpackJson,
};

/** Logged records, as facts are. */
export const FACT: RecordForm = {
  code: 2,
  prefix: ['fact'],
  isLogged: true,
  encode: (contents) => JSON.stringify(contents),
  packKey: (writer, [, number]) => writer.writeVarint(number as number),
  unpackKey: (reader) => ['fact', reader.readVarint()],
  pack: (writer, contents) => packJson(writer, contents),
  unpack: unpackJson,
};

export const FORMS = [ITEM, FACT];

type Batch = readonly (Change | RecordChange)[];

/** The records that a store must have after each batch. */
export class StoreModel {
  /** By the number of batches: `states[0]` is the empty store. */
  readonly #states: ReadonlyMap<string, string>[] = [new Map()];
  /** The first batches that must have survived. */
  acknowledged = 0;
  /** Those that have not been deleted, and the number of the next one. */
  #facts = { kept: [] as number[], next: 1 };

  get batches(): number {
    return this.#states.length - 1;
  }

  get last(): ReadonlyMap<string, string> {
    return this.#states.at(-1) as ReadonlyMap<string, string>;
  }

  /** Commits a batch, and notes when it is acknowledged, unless the disk has crashed by then. */
  async commit(store: Store, batch: Batch, hasCrashed: () => boolean): Promise<void> {
    const records = new Map(this.last);
    for (const change of batch) {
      const name = JSON.stringify(change.key);
      if (change.op === 'put') records.set(name, change.value);
      else records.delete(name);
    }
    const number = this.#states.push(records) - 1;
    await (store.commitRecords?.(batch) ?? store.commit(batch as Change[]));
    if (!hasCrashed()) this.acknowledged = Math.max(this.acknowledged, number);
  }

  /** Expects the state after one of the batches from the acknowledged one on, which the model goes on with. */
  expectState(store: Store, { atLeast = this.acknowledged } = {}): void {
    const found = contentOf(store);
    const index = this.#states.findLastIndex((state) => isSame(state, found));
    if (index < 0) {
      const turn = Number(found.get('["turn"]') ?? 0);
      expect([...found], 'no state after a whole batch').toEqual(sorted(this.#states[turn]));
    }
    expect(index, 'the number of batches that survive').toBeGreaterThanOrEqual(atLeast);
    this.#states.length = index + 1;
    this.acknowledged = index;
    const numbers = [...found.keys()].map((name) => JSON.parse(name) as Key);
    const facts = numbers.flatMap(([kind, number]) => (kind === 'fact' ? [Number(number)] : []));
    if (facts.length > 0) this.#facts = { kept: facts, next: Math.max(...facts) + 1 };
    for (const [name, value] of found) expect(store.get(JSON.parse(name) as Key)).toBe(value);
    expect(store.get(['none'])).toBeUndefined();
  }

  /** A batch of random changes, whose number is one of its records. */
  randomBatch(random: Seeded, { forms = false } = {}): Batch {
    const turn: Change = { op: 'put', key: ['turn'], value: String(this.batches + 1) };
    const batch: (Change | RecordChange)[] = [turn];
    for (let left = random.integer(5); left > 0; left--) {
      const key = ['record', random.integer(12)];
      if (random.integer(4) === 0) batch.push({ op: 'delete', key });
      else
        batch.push({ op: 'put', key, value: `${turn.value} ${'x'.repeat(random.integer(300))}` });
    }
    if (random.integer(25) === 0) batch.push({ op: 'put', key: ['long'], value: 'é'.repeat(4000) });
    return forms ? [...batch, ...this.#recordChanges(random)] : batch;
  }

  #recordChanges(random: Seeded): RecordChange[] {
    const number = this.#facts.next++;
    const contents = {
      number,
      sku: `sku-${random.integer(30)}`,
      note: 'n'.repeat(random.integer(80)),
    };
    const value = JSON.stringify(contents);
    const item = ['item', contents.sku];
    const changes: RecordChange[] = [
      { op: 'put', key: ['fact', number], value, form: FACT, contents },
      random.integer(5) === 0
        ? { op: 'delete', key: item, form: ITEM }
        : { op: 'put', key: item, value, form: ITEM, contents },
    ];
    // The newest fact stays: it says which number is the next.
    const { kept } = this.#facts;
    for (let left = random.integer(3); left > 0 && kept.length > 3; left--) {
      const [deleted] = kept.splice(random.integer(2) * random.integer(kept.length), 1);
      changes.push({ op: 'delete', key: ['fact', deleted as number], form: FACT });
    }
    kept.push(number);
    return changes;
  }
}

function contentOf(store: Store): Map<string, string> {
  return new Map(
    [...store.range({ prefix: [] })].map(([key, value]) => [JSON.stringify(key), value]),
  );
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}

function sorted(state: ReadonlyMap<string, string> = new Map()): (readonly [string, string])[] {
  return [...state].sort(([a], [b]) => (a < b ? -1 : 1));
}
