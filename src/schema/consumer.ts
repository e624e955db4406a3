import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';

/** The number of the last fact that a consumer has acknowledged; 0 before the first. */
export const consumerRecord = recordKind({
  name: 'consumers',
  prefix: ['consumer'],
  elements: [{ name: 'name', type: 'string', isShared: true }],
  version: 1,
  logCode: 15,
  codec: jsonCodec<number>((value) => void check.count('position', value)),
});
