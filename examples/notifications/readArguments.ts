import { type Flags, readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger } from '../../src/terminal/readNumber.ts';
import { DEFAULT_ORDERS, GREYLIST_MS, ORDERS_RANGE } from './limits.ts';

export const HELP = `Usage: npm run notifications -- [--orders N]

A shop that sends mails and webhooks, with both servers on this machine: sells to N buyers, ships
the orders, and prints what arrives. The mail server refuses each new recipient for ${GREYLIST_MS} ms, as
greylisting does, so that mails are tried again. The receiver of webhooks verifies each event.

  --orders N  how many buyers there are, each with one order (${DEFAULT_ORDERS})
  --help      print this and do nothing

Exit code: 0 if every message has arrived, otherwise 1, or 2 if an argument is wrong.
`;

const OPTIONS = {
  orders: { type: 'string' },
} as const satisfies Flags;

export interface NotificationsArguments {
  readonly orders: number;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): NotificationsArguments {
  const { orders } = readFlags(argv, OPTIONS).values;
  return {
    orders: orders === undefined ? DEFAULT_ORDERS : readInteger('--orders', orders, ORDERS_RANGE),
  };
}
