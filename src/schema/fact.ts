import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { packFacts, unpackFacts } from './packFacts.ts';
import { recordKind } from './record.ts';
import type { RecordedFact } from './recordedFact.ts';
import { list, members } from './shape.ts';

/** The facts of one turn. */
const codec = {
  ...jsonCodec<readonly RecordedFact[]>((value) => {
    const facts = list('facts', value);
    if (facts.length === 0) throw check.outOfRange('facts', 'one or more', facts);
    for (const given of facts) {
      const fact = members('fact', given);
      check.text('type', fact.type);
      check.count('at', fact.at);
      check.quantity('seq', fact.seq);
    }
  }),
  pack: packFacts,
  unpack: unpackFacts,
};

/**
 * The facts of one turn are one record, under the number of the first: here if one of them is kept as long as
 * facts are kept at all, otherwise as a {@link briefFactRecord}.
 */
export const factRecord = recordKind({
  name: 'facts',
  prefix: ['fact'],
  elements: [{ name: 'firstSeq', type: 'number' }],
  version: 1,
  logCode: 14,
  isLogged: true,
  codec,
});

/**
 * The facts of one turn that are kept for a shorter time than others. Those that are kept for the same time stand
 * together, so that the oldest of them is found without reading facts that are kept longer.
 */
export const briefFactRecord = recordKind({
  name: 'brief facts',
  prefix: ['brief'],
  elements: [
    { name: 'retentionMs', type: 'number' },
    { name: 'firstSeq', type: 'number' },
  ],
  version: 3,
  logCode: 20,
  codec,
});

/** The facts of a shop that are not in its store any more. */
export interface EvictedFacts {
  /** How many they are. */
  readonly count: number;
  /** The number of the last one that was kept as long as facts are kept at all; 0 if there is none. */
  readonly upTo: number;
}

/** Missing in a store that has all facts from the oldest one on: then those before are gone. */
export const evictedFactsRecord = recordKind({
  name: 'evicted facts',
  prefix: ['evicted'],
  elements: [],
  version: 3,
  logCode: 21,
  codec: jsonCodec<EvictedFacts>((value) => {
    const evicted = members('evicted facts', value);
    check.count('count', evicted.count);
    check.count('upTo', evicted.upTo);
  }),
});
