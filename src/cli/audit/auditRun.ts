import type { Snapshot } from '../../store/lmdb/openSnapshot.ts';
import type { Key } from '../../store/store.ts';
import { type EntryKind, kindOf, prefixOf } from './entryKinds.ts';

/** Says what is wrong. One sentence. */
export type Report = (problem: string) => void;

/** An entry that could be read. */
export interface ReadEntry<Value> {
  readonly key: Key;
  readonly value: Value;
}

/** What the checks of one audit share: the store, and where problems go. */
export class AuditRun {
  readonly snapshot: Snapshot;
  readonly report: Report;

  constructor(snapshot: Snapshot, report: Report) {
    this.snapshot = snapshot;
    this.report = report;
  }

  /**
   * Every entry of a kind that can be read; each other one is reported.
   *
   * @param read throws if the text is not what it should be.
   */
  *entries<Value>(
    kind: EntryKind,
    read: (text: string, key: Key) => Value,
  ): Generator<ReadEntry<Value>> {
    for (const [key, text] of this.snapshot.range({ prefix: prefixOf(kind) })) {
      if (kindOf(key) !== kind) continue;
      let value: Value;
      try {
        value = read(text, key);
      } catch (error) {
        this.report(`the entry ${JSON.stringify(key)} cannot be read: ${(error as Error).message}`);
        continue;
      }
      yield { key, value };
    }
  }

  has(key: Key): boolean {
    return this.snapshot.get(key) !== undefined;
  }

  /** Reports a user that nobody has registered. */
  expectUser(userId: string, whose: string): void {
    if (!this.has(['user', userId])) this.report(`${whose} is of the unknown user ${userId}`);
  }
}
