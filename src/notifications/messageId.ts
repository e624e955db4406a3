import { hashText } from '../base/hashText.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import { subjectOf } from './messageQueue.ts';

/** Any two that differ: together, two hashes of 32 bits. */
const SEEDS = [0x811c9dc5, 0x2545f491] as const;

const FORM = /^([a-z0-9_-]{1,32})-(\d{1,16})-([0-9a-f]{16})$/;

/**
 * The id of a message: the channel, the number of the fact, and a hash of what the fact is about and when, so that two shops
 * do not make the same ids. It is the same each time that it is made.
 */
export function messageId(channel: string, fact: RecordedFact): string {
  const text = `${fact.type} ${fact.at} ${subjectOf(fact)}`;
  const hash = SEEDS.map((seed) => hashText(text, seed).toString(16).padStart(8, '0')).join('');
  return `${channel}-${fact.seq}-${hash}`;
}

/** The channel and the number of the fact of a message; undefined for what is no id of a message. */
export function readMessageId(
  id: string,
): { readonly channel: string; readonly seq: number } | undefined {
  const [, channel, seq] = FORM.exec(id) ?? [];
  return channel === undefined ? undefined : { channel, seq: Number(seq) };
}
