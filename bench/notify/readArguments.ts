import { readChoices } from '../../src/terminal/readChoice.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import { readDecimal, readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { DURABLE_KINDS } from '../harness/openStore.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import {
  CHECKOUT_SECONDS,
  CHECKOUT_SECONDS_RANGE,
  HANGING_TIMEOUT_MS,
  IN_TIME_MS,
  MAX_CHECKOUT_RATIO,
  MAX_HEAP_RATIO,
  MESSAGES,
  MESSAGES_RANGE,
  MIN_IN_TIME_SHARE,
  MIN_PER_SECOND,
  RATE,
  RATE_RANGE,
  ROUNDS,
  ROUNDS_RANGE,
  SECONDS,
  SECONDS_RANGE,
  SMALLER_BY,
} from './limits.ts';
import type { StoreKind } from './notifyShop.ts';

export const HELP = `Usage: npm run bench:notify -- [options]

What messages to users cost a shop, in three parts.

  --only PARTS          backlog, hanging, healthy, with commas between them (all)
  --stores KINDS        memory, disk, lmdb, with commas between them (all)
  --messages N          the backlog (${MESSAGES})
  --rounds N            runs of each variant beside a mail server (${ROUNDS})
  --checkout-seconds N  how long a run beside a server that hangs is measured (${CHECKOUT_SECONDS})
  --seconds N           how long a run beside a healthy server is measured (${SECONDS})
  --rate N              orders a second beside a healthy server (${RATE})
  --seed N              which products are bought (1)
${resultHelp('notify.json and the report', 20)}
  --help                print this and do nothing

The parts:
  - backlog: orders are placed, confirmed, shipped and delivered in a store (disk, lmdb) while the
    channel is paused. A fresh process opens the store and resumes the channel, which counts the
    messages and answers for each batch in a later turn of the event loop. The same with a backlog
    ${SMALLER_BY} times smaller. The heap is measured after garbage collections before, halfway and after.
    Required: ${MIN_PER_SECOND} messages a second, and a heap within ${MAX_HEAP_RATIO} × of that of the smaller backlog.
  - hanging: checkouts as fast as they are answered (memory, disk), without notifications, and with
    email over a server that accepts connections and never answers. The channel waits ${HANGING_TIMEOUT_MS} ms for
    it instead of its default, so that a run sees failures and further attempts.
    In memory also without notifications and with facts retained, as they are for a channel.
    Required: throughput and the 99th percentile differ by no more than noise.
  - healthy: orders at a fixed rate (memory, disk), each an add and a checkout with one message:
    without notifications, with a channel of one's own that costs nothing, and with email over a
    server that accepts all, in the main thread and in a thread of its own. Same mails: no
    notifications, but as many mails from another thread beside the shop, which shows what the
    machine takes for them. A message counts from its fact to the channel's answer for its batch.
    Required: ${100 * MIN_IN_TIME_SHARE} % of the mails within ${IN_TIME_MS / 1000} s, and a checkout within ${MAX_CHECKOUT_RATIO} × of the time that it
    takes without notifications; not of email in the main thread, whose cost is only shown. The CPU
    time of an order is measured, too. The work for its message, which is done after the answer, is
    part of it.
Every run is a process of its own, and mail servers are others. Variants take turns, in each round
in the reverse order of the one before. Ratios are those of one round, shown as median, min and max.
Exit code: 0, or 1 if a requirement is missed or a run fails, or 2 if an argument is wrong.
`;

export const PARTS = ['backlog', 'hanging', 'healthy'] as const;
const STORES = ['memory', ...DURABLE_KINDS] as const;
/** The stores beside a mail server. */
const LOAD_STORES: readonly StoreKind[] = ['memory', 'disk'];

export interface NotifyArguments {
  readonly parts: readonly (typeof PARTS)[number][];
  /** Those of each part. */
  readonly backlogStores: readonly (typeof DURABLE_KINDS)[number][];
  readonly loadStores: readonly StoreKind[];
  readonly messages: number;
  readonly rounds: number;
  readonly checkoutSeconds: number;
  readonly seconds: number;
  readonly rate: number;
  readonly seed: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): NotifyArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    only: { type: 'string', default: PARTS.join(',') },
    stores: { type: 'string', default: STORES.join(',') },
    messages: { type: 'string', default: String(MESSAGES) },
    rounds: { type: 'string', default: String(ROUNDS) },
    'checkout-seconds': { type: 'string', default: String(CHECKOUT_SECONDS) },
    seconds: { type: 'string', default: String(SECONDS) },
    rate: { type: 'string', default: String(RATE) },
    seed: { type: 'string', default: '1' },
  });
  const parts = readChoices('--only', values.only, PARTS);
  const stores = readChoices('--stores', values.stores, STORES);
  const backlogStores = DURABLE_KINDS.filter((kind) => stores.includes(kind));
  const loadStores = LOAD_STORES.filter((kind) => stores.includes(kind));
  for (const part of parts) {
    const ofPart = part === 'backlog' ? backlogStores : loadStores;
    if (ofPart.length > 0) continue;
    throw new UsageError(`--stores: expected one of the part ${part}, got ${stores.join(', ')}`);
  }
  return {
    ...{ parts, backlogStores, loadStores },
    messages: readInteger('--messages', values.messages, MESSAGES_RANGE),
    rounds: readInteger('--rounds', values.rounds, ROUNDS_RANGE),
    checkoutSeconds: readDecimal(
      '--checkout-seconds',
      values['checkout-seconds'],
      CHECKOUT_SECONDS_RANGE,
    ),
    seconds: readInteger('--seconds', values.seconds, SECONDS_RANGE),
    rate: readInteger('--rate', values.rate, RATE_RANGE),
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    out: readResultFolder(values),
  };
}
