import type { Change } from '../../../src/index.ts';
import { type DeadLetterRecord, deadLetterRecord } from '../../../src/schema/delivery.ts';
import { type Preferences, preferencesRecord } from '../../../src/schema/preferences.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import type { SimulatedStore } from '../../../src/testing/simulatedStore.ts';
import { type ChannelPlan, type DeliveryTerms, isForOwner } from './deliveryTerms.ts';

/** A message that has become a dead letter. */
export interface Death extends DeadLetterRecord {
  readonly channel: string;
  /** The number of the batch with which it did. */
  readonly batch: number;
}

export interface CommittedFact {
  readonly fact: RecordedFact;
  /** The number of its batch. */
  readonly batch: number;
  /** When it was committed, in milliseconds of a clock that does not jump. */
  readonly time: number;
}

/** What a shop has committed over all its sessions. A crash undoes the lost batches. */
export class CommittedFacts {
  /** All facts that were stored, by their numbers, in order. */
  readonly #facts = new Map<number, CommittedFact>();
  readonly deaths: Death[] = [];
  readonly #terms: DeliveryTerms;
  /** Messages that nobody had to get at some time after their facts, as `channel seq`. */
  readonly #unwanted = new Set<string>();

  constructor(terms: DeliveryTerms) {
    this.#terms = terms;
  }

  get facts(): readonly RecordedFact[] {
    return Array.from(this.#facts.values(), ({ fact }) => fact);
  }

  find(seq: number): CommittedFact | undefined {
    return this.#facts.get(seq);
  }

  /** True when the user did not want the message at some time since its fact. */
  wasUnwanted(plan: ChannelPlan, { seq }: RecordedFact): boolean {
    return this.#unwanted.has(`${plan.name} ${seq}`);
  }

  /** Notes a batch that can be read. @param time in milliseconds of a clock that does not jump. */
  addBatch(
    number: number,
    batch: readonly Change[],
    { store, time }: { readonly store: SimulatedStore; readonly time: number },
  ): void {
    const added: RecordedFact[] = [];
    for (const change of batch) {
      const [kind, name] = change.key;
      if (change.op === 'delete') continue;
      if (kind === 'fact' || kind === 'brief') added.push(...JSON.parse(change.value));
      if (kind === 'preferences') this.#noteUnwanted(store, this.facts, String(name));
      if (kind === 'dead') this.#noteDeath(number, change, store);
    }
    this.#noteUnwanted(store, added);
    for (const fact of added) this.#facts.set(fact.seq, { fact, batch: number, time });
  }

  /** Undoes everything after a batch. */
  truncateAfter(number: number): void {
    for (const [seq, { batch }] of this.#facts) if (batch > number) this.#facts.delete(seq);
    const kept = this.deaths.filter(({ batch }) => batch <= number);
    this.deaths.splice(0, this.deaths.length, ...kept);
  }

  /** @param userId only facts about this user. */
  #noteUnwanted(store: SimulatedStore, facts: readonly RecordedFact[], userId?: string): void {
    for (const fact of facts) {
      const of = (fact as { userId?: string }).userId;
      if (of === undefined || (userId !== undefined && of !== userId)) continue;
      for (const { name, audience } of this.#terms.plans) {
        if (audience === 'people' && !wants(store, name, fact)) {
          this.#unwanted.add(`${name} ${fact.seq}`);
        }
      }
    }
  }

  #noteDeath(batch: number, { key }: Change, store: SimulatedStore): void {
    const [, channel, seq] = key as [string, string, number];
    const letter = deadLetterRecord.get(store, deadLetterRecord.key(channel, seq));
    if (letter !== undefined) this.deaths.push({ ...letter, channel, batch });
  }
}

/** True unless the user whom the fact is about has opted out, as far as can be read now. */
export function wants(store: SimulatedStore, channel: string, fact: RecordedFact): boolean {
  const { userId } = fact as { userId?: string };
  if (userId === undefined || isForOwner(fact)) return true;
  const preferences: Preferences =
    preferencesRecord.get(store, preferencesRecord.key(userId)) ?? {};
  const wanted = preferences[channel] ?? true;
  return typeof wanted === 'boolean' ? wanted : wanted.includes(fact.type);
}
