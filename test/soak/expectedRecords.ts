import type { Change, Store } from '../../src/index.ts';
import type { JournalLine, StoreMark } from './journal.ts';
import { markOf } from './shopTerms.ts';

/** What a store must contain, after every batch that it was given. */
export class ExpectedRecords {
  readonly #records = new Map<string, string>();

  apply(batch: readonly Change[]): void {
    for (const change of batch) {
      const name = JSON.stringify(change.key);
      if (change.op === 'put') this.#records.set(name, change.value);
      else this.#records.delete(name);
    }
  }

  /**
   * Applies the batches of the journal up to the one after which the store was left.
   *
   * @returns what is wrong: a store that is not as it was after one of its batches, or as it was
   * before one that was durable.
   */
  replay(journal: readonly JournalLine[], store: Store): string[] {
    const problems: string[] = [];
    for (const { lines, end } of processesIn(journal, markOf(store))) {
      problems.push(...this.#replayProcess(lines, end));
    }
    return [...problems, ...this.differences(store)];
  }

  /** Every record that is there too many, too few, or with another value. */
  differences(store: Store): string[] {
    const problems: string[] = [];
    const missing = new Set(this.#records.keys());
    for (const [key, value] of store.range({ prefix: [] })) {
      const name = JSON.stringify(key);
      missing.delete(name);
      const expected = this.#records.get(name);
      if (expected !== value) problems.push(`${name} is ${value}, expected ${expected}`);
    }
    for (const name of missing) problems.push(`${name} is missing`);
    return problems;
  }

  #replayProcess(lines: readonly JournalLine[], end: StoreMark): string[] {
    const batches = lines.flatMap((line) => ('batch' in line ? [line.batch] : []));
    const durable = durableBatches(lines);
    let applied = 0;
    while (!this.#matches(end)) {
      const batch = batches[applied];
      if (batch === undefined) return [`the store stands at ${end}, after none of its batches`];
      this.apply(batch);
      applied++;
    }
    if (applied >= durable) return [];
    return [`${durable} batches were durable, but ${durable - applied} of them are gone`];
  }

  #matches([head, turn]: StoreMark): boolean {
    const records = this.#records;
    return (records.get('["shop"]') ?? null) === head && (records.get('["turn"]') ?? null) === turn;
  }
}

/** The lines of each process, and how the next one has found the store. */
function processesIn(journal: readonly JournalLine[], end: StoreMark) {
  const lives: { lines: JournalLine[]; end: StoreMark }[] = [];
  for (const line of journal) {
    const last = lives.at(-1);
    if ('found' in line) {
      if (last !== undefined) last.end = line.found;
      lives.push({ lines: [], end });
    } else last?.lines.push(line);
  }
  return lives;
}

function durableBatches(lines: readonly JournalLine[]): number {
  let durable = 0;
  for (const line of lines) {
    if ('durable' in line) durable = Math.max(durable, line.durable);
    if ('done' in line) durable = Math.max(durable, line.batches);
  }
  return durable;
}
