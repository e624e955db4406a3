import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { packFacts, unpackFacts } from './packFacts.ts';
import { recordKind } from './record.ts';
import type { RecordedFact } from './recordedFact.ts';
import { list, members } from './shape.ts';

/** The facts of one turn are one record, under the number of the first. */
export const factRecord = recordKind({
  name: 'facts',
  prefix: ['fact'],
  elements: [{ name: 'firstSeq', type: 'number' }],
  version: 1,
  logCode: 14,
  isLogged: true,
  codec: {
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
  },
});
