import * as check from '../base/check.ts';
import { recordKind } from './record.ts';

/** The orders of a user by their numbers. The value is the order's id. */
export const orderIndexRecord = recordKind({
  name: 'order index entries',
  prefix: ['ordersOf'],
  elements: [
    { name: 'userId', type: 'string', isShared: true },
    { name: 'number', type: 'number' },
  ],
  version: 1,
  logCode: 12,
  codec: {
    syntax: 'text',
    encode: (orderId: string) => orderId,
    pack(writer, orderId) {
      writer.writeText(orderId);
      return true;
    },
    unpack: (reader) => reader.readText(),
    decode: (text) => text,
    check: (orderId) => void check.id('orderId', orderId),
  },
});
