import type { Seeded } from '../../bench/harness/seeded.ts';
import { createShop, type Shop, type ShopFact, type Store } from '../../src/index.ts';
import { lmdbStore } from '../../src/lmdb.ts';
import { type AcknowledgedState, applyAnswer, replayJournal } from './acknowledgedState.ts';
import { checkShop } from './checkShop.ts';
import { type Command, send } from './command.ts';
import type { ExpectedRecords } from './expectedRecords.ts';
import type { JournalLine } from './journal.ts';
import { JournaledStore } from './journaledStore.ts';
import { MAX_RETRIED_KEYS } from './limits.ts';
import { SHOP_TERMS } from './shopTerms.ts';
import { emptyView, viewOf } from './shopView.ts';

/** What is known of a store between two kills. */
export interface KnownState {
  readonly contents: ExpectedRecords;
  readonly acknowledged: AcknowledgedState;
}

export const NOTHING_ACKNOWLEDGED: AcknowledgedState = {
  view: emptyView(),
  unanswered: [],
  attempts: new Map(),
  problems: [],
  heard: 0,
  acknowledging: 0,
};

/**
 * Opens a shop that was killed, and checks that it is what its journal says.
 *
 * @returns what is wrong, and how the shop was left.
 */
export async function recoverShop(
  path: string,
  { contents, acknowledged: before }: KnownState,
  journal: readonly JournalLine[],
  random: Seeded,
): Promise<{ readonly problems: string[]; readonly acknowledged: AcknowledgedState }> {
  const disk = await lmdbStore({ path });
  const problems = contents.replay(journal, disk);
  const store = new JournaledStore(disk, {
    batch: (changes) => contents.apply(changes),
    durable: () => {},
  });
  let orderId: string | undefined;
  const shop = await createShop({ store, ...SHOP_TERMS, createId: () => orderId ?? 'none' });
  const acknowledged = replayJournal(before, journal);
  problems.push(...acknowledged.problems, ...checkShop(shop, acknowledged, Date.now()));
  problems.push(...(await checkFacts(shop, store, acknowledged.heard)));
  for (const command of retries(acknowledged, random)) {
    ({ orderId } = command);
    acknowledged.attempts.set(orderId, `${command.userId} ${command.key}`);
    const retried = send(shop, command);
    problems.push(...applyAnswer(acknowledged.view, command, await retried));
  }
  const view = { ...viewOf(shop), answers: acknowledged.view.answers };
  const afterwards = { ...acknowledged, view, unanswered: [], problems: [] };
  problems.push(...checkShop(shop, afterwards, Date.now()));
  await shop.close();
  return { problems, acknowledged: afterwards };
}

/** Every key without an answer is tried again, and some of those that have one. */
function retries({ view, unanswered, attempts }: AcknowledgedState, random: Seeded) {
  const open = unanswered.flatMap((command) =>
    command.type === 'checkout' && command.key !== undefined ? [command] : [],
  );
  const known = [...view.answers.keys()];
  const again = Array.from({ length: Math.min(MAX_RETRIED_KEYS, known.length) }, () => {
    const [userId, key] = (known[random.integer(known.length)] as string).split(' ');
    return { type: 'checkout', userId: userId as string, key: key as string } as const;
  });
  return [...open, ...again].map((command, index) => ({
    ...command,
    orderId: `o-retry-${attempts.size + index}`,
  })) satisfies Command[];
}

/** The facts have no gap, from the first one on, and for the consumer from its place on. */
async function checkFacts(shop: Shop, store: Store, heard: number): Promise<string[]> {
  const [, last] = JSON.parse(store.get(['turn']) ?? '[0, 0, 0]') as [number, number, number];
  const problems: string[] = [];
  if (last < heard) problems.push(`the fact ${heard} was told, the last one is ${last}`);
  const consumer = shop.consumer('mailer');
  const readers = [
    ['the log', shop.facts({ after: 0 }), 0],
    ['the consumer', consumer, consumer.position],
  ] as const;
  for (const [name, facts, position] of readers) {
    const at = await gapIn(facts, position, last);
    if (at !== undefined) problems.push(`${name} has ${at} behind ${position}, up to ${last}`);
  }
  return problems;
}

/** What comes where a number was expected, or undefined when all come. */
async function gapIn(facts: AsyncIterable<ShopFact>, position: number, last: number) {
  if (position >= last) return undefined;
  let expected = position + 1;
  for await (const { seq } of facts) {
    if (seq !== expected) return `the fact ${seq} in place of ${expected}`;
    if (expected++ === last) return undefined;
  }
  return `an end before ${expected}`;
}
