import type { Seeded } from '../../bench/harness/seeded.ts';
import { createShop, type Shop, type ShopFact, type Store } from '../../src/index.ts';
import { type AcknowledgedState, applyAnswer, replayJournal } from './acknowledgedState.ts';
import { checkShop } from './checkShop.ts';
import { type Command, send } from './command.ts';
import type { ExpectedRecords } from './expectedRecords.ts';
import type { JournalLine } from './journal.ts';
import { JournaledStore } from './journaledStore.ts';
import { MAX_RETRIED_KEYS } from './limits.ts';
import { openStore, type StoreKind } from './openStore.ts';
import { cartLines, tellingProblems } from './repeatProblems.ts';
import { SHOP_TERMS } from './shopTerms.ts';
import { emptyView, viewOf } from './shopView.ts';

/** What a store must contain between two kills. */
export interface KnownState {
  readonly records: ExpectedRecords;
  readonly acknowledged: AcknowledgedState;
}

export const NOTHING_ACKNOWLEDGED: AcknowledgedState = {
  view: emptyView(),
  unanswered: [],
  attempts: new Map(),
  problems: [],
  consumed: 0,
  acknowledging: 0,
};

/**
 * Opens the shop of a killed process, checks it against the journal, and retries checkouts.
 *
 * @returns what is wrong, and the state of the shop when it was closed.
 */
export async function recoverShop(
  { kind, path }: { readonly kind: StoreKind; readonly path: string },
  { records, acknowledged: before }: KnownState,
  journal: readonly JournalLine[],
  random: Seeded,
): Promise<{ readonly problems: string[]; readonly acknowledged: AcknowledgedState }> {
  const disk = await openStore({ kind, path, sync: true });
  const problems = records.replay(journal, disk);
  const store = new JournaledStore(disk, {
    onBatch: (changes) => records.apply(changes),
    onDurable: () => {},
  });
  let orderId: string | undefined;
  const shop = await createShop({ store, ...SHOP_TERMS, createId: () => orderId ?? 'none' });
  const acknowledged = replayJournal(before, journal);
  problems.push(...acknowledged.problems, ...checkShop(shop, acknowledged, Date.now()));
  problems.push(...(await checkFacts(shop, store, acknowledged.consumed)));
  for (const command of retries(acknowledged, random)) {
    ({ orderId } = command);
    acknowledged.attempts.set(orderId, `${command.userId} ${command.key}`);
    const { userId, key } = command;
    const name = `${userId} ${key}`;
    const first = acknowledged.view.answers.get(name);
    const before = cartLines(shop, userId);
    const retried = send(shop, command);
    const carts = [before, cartLines(shop, userId)];
    const answer = await retried;
    problems.push(...applyAnswer(acknowledged.view, command, answer));
    problems.push(...tellingProblems(name, first, answer, carts));
  }
  const view = { ...viewOf(shop), answers: acknowledged.view.answers };
  const afterwards = { ...acknowledged, view, unanswered: [], problems: [] };
  problems.push(...checkShop(shop, afterwards, Date.now()));
  await shop.close();
  return { problems, acknowledged: afterwards };
}

/** Checkouts to retry: those without an answer, and some of those that have one. */
function retries({ view, unanswered, attempts }: AcknowledgedState, random: Seeded) {
  const unfinished = unanswered.flatMap((command) =>
    command.type === 'checkout' && command.key !== undefined ? [command] : [],
  );
  const known = [...view.answers.keys()];
  const repeated = Array.from({ length: Math.min(MAX_RETRIED_KEYS, known.length) }, () => {
    const [userId, key] = (known[random.integer(known.length)] as string).split(' ');
    return { type: 'checkout', userId: userId as string, key: key as string } as const;
  });
  return [...unfinished, ...repeated].map((command, index) => ({
    ...command,
    orderId: `o-retry-${attempts.size + index}`,
  })) satisfies Command[];
}

/** Checks that neither the fact log nor the consumer's facts have a gap. */
async function checkFacts(shop: Shop, store: Store, consumed: number): Promise<string[]> {
  const [, last] = JSON.parse(store.get(['turn']) ?? '[0, 0, 0]') as [number, number, number];
  const problems: string[] = [];
  if (last < consumed)
    problems.push(`the consumer got fact ${consumed}, but the last one is ${last}`);
  const consumer = shop.consumer('mailer');
  const readers = [
    ['the log', shop.facts({ after: 0 }), 0],
    ['the consumer', consumer, consumer.position],
  ] as const;
  for (const [name, facts, position] of readers) {
    const gap = await gapIn(facts, position, last);
    if (gap !== undefined) problems.push(`${name} has ${gap} between ${position} and ${last}`);
  }
  return problems;
}

/** What comes in place of an expected fact; undefined when none is missing. */
async function gapIn(facts: AsyncIterable<ShopFact>, position: number, last: number) {
  if (position >= last) return undefined;
  let expected = position + 1;
  for await (const { seq } of facts) {
    if (seq !== expected) return `fact ${seq} in place of ${expected}`;
    if (expected++ === last) return undefined;
  }
  return `an end before ${expected}`;
}
