import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { members } from './shape.ts';

/** What a store says about itself. */
export interface StoreHead {
  /** The number of the format that its records are written in. */
  readonly format: number;
  /** ISO 4217 code of all its prices. */
  readonly currency: string;
}

export const headRecord = recordKind({
  name: 'head',
  prefix: ['shop'],
  elements: [],
  version: 1,
  logCode: 1,
  codec: jsonCodec<StoreHead>((value) => {
    const head = members('head', value);
    check.quantity('format', head.format);
    check.text('currency', head.currency);
  }),
});
