import type { Change, Store } from '../../src/index.ts';
import type { JournalLine, StoreMark } from './journal.ts';
import { markOf } from './shopTerms.ts';

/** The records that a store must contain after the batches applied so far. */
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
   * Applies the batches of the journal up to the last one that the store contains.
   *
   * @returns what is wrong: the store is not in the state after one of its batches, or lacks a batch
   * that was durable.
   */
  replay(journal: readonly JournalLine[], store: Store): string[] {
    const problems: string[] = [];
    for (const { lines, end } of processesIn(journal, markOf(store))) {
      problems.push(...this.#replayProcess(lines, end));
    }
    return [...problems, ...this.differences(store)];
  }

  /** Every record that is missing, unexpected, or has another value. */
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
      if (batch === undefined)
        return [`the store is at ${end}, which is after none of its batches`];
      this.apply(batch);
      applied++;
    }
    if (applied >= durable) return [];
    return [`${durable} batches were durable, but ${durable - applied} of them are lost`];
  }

  #matches([head, turn]: StoreMark): boolean {
    const records = this.#records;
    return (records.get('["shop"]') ?? null) === head && (records.get('["turn"]') ?? null) === turn;
  }
}

/** The lines of each process, and the mark of the store after it. */
function processesIn(journal: readonly JournalLine[], end: StoreMark) {
  const processes: { lines: JournalLine[]; end: StoreMark }[] = [];
  for (const line of journal) {
    const last = processes.at(-1);
    if ('found' in line) {
      if (last !== undefined) last.end = line.found;
      processes.push({ lines: [], end });
    } else last?.lines.push(line);
  }
  return processes;
}

function durableBatches(lines: readonly JournalLine[]): number {
  let durable = 0;
  for (const line of lines) {
    if ('durable' in line) durable = Math.max(durable, line.durable);
    if ('done' in line) durable = Math.max(durable, line.batches);
  }
  return durable;
}
