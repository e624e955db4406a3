import type { FactLog, FactPage } from '../facts/factLog.ts';
import type { Engine } from '../runtime/engine.ts';
import { retryRecord } from '../schema/delivery.ts';
import type { Store } from '../store/store.ts';
import { type QueuedFact, queued } from './messageQueue.ts';

export interface StoredMessagesOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly log: FactLog;
  /** The name of the channel. */
  readonly channel: string;
  /** The numbers of the facts whose messages have no record of their own. */
  readonly open: readonly number[];
}

/**
 * The messages of a channel that were under way or waited when its store was last used. In the order of their facts,
 * since those about the same wait for each other in the order in which they are added.
 */
export function storedMessages(options: StoredMessagesOptions): QueuedFact[] {
  const { engine, store, log, channel, open } = options;
  const entries: QueuedFact[] = [];
  let page: FactPage | undefined;
  for (const seq of open) {
    if (page === undefined || seq > page.upTo) page = log.read(seq - 1);
    const fact = page.facts.find((each) => each.seq === seq);
    if (fact !== undefined) entries.push(queued(fact));
  }
  const prefix = [...retryRecord.prefix, channel];
  for (const [, { fact, clockOffsetMs, ...rest }] of retryRecord.range(store, { prefix })) {
    const jumpedMs = engine.jumps.offsetMs - clockOffsetMs;
    const dueAt = Math.max(0, rest.dueAt + jumpedMs);
    entries.push({ ...queued(fact), ...rest, dueAt, isStored: true });
  }
  return entries.sort((a, b) => a.fact.seq - b.fact.seq);
}
