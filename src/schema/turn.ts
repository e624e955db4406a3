import * as check from '../base/check.ts';
import { isCount } from '../base/isCount.ts';
import { recordKind } from './record.ts';
import { list } from './shape.ts';

/** The last turn that has changed something. */
export interface LastTurn {
  readonly number: number;
  /** The number of the last fact. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export const turnRecord = recordKind({
  name: 'last turn',
  prefix: ['turn'],
  elements: [],
  version: 1,
  logCode: 2,
  codec: {
    syntax: 'json',
    encode: ({ number, seq, at }: LastTurn) => JSON.stringify([number, seq, at]),
    pack(writer, { number, seq, at }) {
      if (!isCount(number) || !isCount(seq) || !isCount(at)) return false;
      writer.writeVarint(number);
      writer.writeVarint(seq);
      writer.writeVarint(at);
      return true;
    },
    unpack: (reader) => `[${reader.readVarint()},${reader.readVarint()},${reader.readVarint()}]`,
    decode(text): LastTurn {
      const [number, seq, at] = list('turn', JSON.parse(text)) as [number, number, number];
      return { number, seq, at };
    },
    check({ number, seq, at }) {
      check.count('turns', number);
      check.count('seq', seq);
      check.count('at', at);
    },
  },
});
