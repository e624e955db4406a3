import * as check from '../base/check.ts';
import { jsonForm } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { list } from './shape.ts';

/** A jump of the wall clock: all due times were moved by as much. */
export interface ClockJump {
  /** The number of the fact that tells of it. */
  readonly seq: number;
  /** How far the clock has jumped, in milliseconds; negative if it has gone back. */
  readonly byMs: number;
}

/** The jumps of the wall clock over the lifetime of the store, oldest first. Their sum is exact. */
export const clockRecord = recordKind({
  name: 'clock jumps',
  prefix: ['clock'],
  elements: [],
  version: 2,
  logCode: 3,
  codec: {
    ...jsonForm((jumps: readonly ClockJump[]) => jumps.map(({ seq, byMs }) => [seq, byMs])),
    decode(text): ClockJump[] {
      const jumps = list('clock jumps', JSON.parse(text)) as readonly [number, number][];
      return jumps.map(([seq, byMs]) => ({ seq, byMs }));
    },
    check(jumps) {
      for (const { seq, byMs } of jumps) {
        check.quantity('seq', seq);
        if (!Number.isSafeInteger(byMs)) throw check.wrongType('byMs', 'a whole number', byMs);
      }
    },
  },
});
