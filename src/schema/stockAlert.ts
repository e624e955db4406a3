import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';

/** The user who waits for a product, by the product and the number of the turn in which the user asked: first come, first served. */
export const stockAlertRecord = recordKind({
  name: 'stock alerts',
  prefix: ['alert'],
  elements: [
    { name: 'sku', type: 'string', isShared: true },
    { name: 'turn', type: 'number' },
  ],
  version: 4,
  logCode: 27,
  codec: jsonCodec<string>((value) => void check.id('userId', value)),
});

/** The same by the user: the number of the turn. */
export const alertOfUserRecord = recordKind({
  name: 'stock alerts by user',
  prefix: ['alertOf'],
  elements: [
    { name: 'userId', type: 'string', isShared: true },
    { name: 'sku', type: 'string', isShared: true },
  ],
  version: 4,
  logCode: 28,
  codec: jsonCodec<number>((value) => void check.quantity('turn', value)),
});

/**
 * How many of the users who wait for a product are still to be told of units that have become available: there may be
 * more of them than one turn tells.
 */
export const owedAlertsRecord = recordKind({
  name: 'owed stock alerts',
  prefix: ['owedAlerts'],
  elements: [{ name: 'sku', type: 'string', isShared: true }],
  version: 4,
  logCode: 29,
  codec: jsonCodec<number>((value) => void check.quantity('owed', value)),
});
