import { createShop, type Shop, type Store } from '../../src/index.ts';
import { type Command, send } from './command.ts';
import { type Fault, faultyStore } from './faultyStore.ts';
import { writeLine } from './journal.ts';
import { JournaledStore } from './journaledStore.ts';
import { openStore, type StoreKind } from './openStore.ts';
import { runSale } from './sale.ts';
import { markOf, SHOP_TERMS } from './shopTerms.ts';

/** What a child process does until it is killed. */
export interface ChildTask {
  readonly kind: StoreKind;
  readonly path: string;
  readonly seed: number;
  readonly processNumber: number;
  readonly sync: boolean;
  readonly fault?: Fault;
}

const { kind, path, seed, processNumber, sync, fault } = JSON.parse(
  process.argv[2] as string,
) as ChildTask;
// The parent process may end before it kills this one.
process.on('disconnect', () => process.exit());

process.send?.('ready');
const disk: Store = await openStore({ kind, path, sync });
writeLine({ found: markOf(disk) });
const store = new JournaledStore(fault === undefined ? disk : faultyStore(disk, fault), {
  onBatch: (changes) => writeLine({ batch: changes }),
  onDurable: (batches) => writeLine({ durable: batches }),
});
let ids = 0;
let orderId: string | undefined;
const createId = () => orderId ?? `id-${processNumber}-${++ids}`;
const shop = await createShop({ store, ...SHOP_TERMS, createId });
process.send?.('open');
let commands = 0;
await Promise.race([consume(shop), runSale({ shop, seed, processNumber, run })]);

async function run(command: Command) {
  const begin = ++commands;
  writeLine({ begin, command });
  if (command.type === 'checkout') ({ orderId } = command);
  const answered = send(shop, command);
  orderId = undefined;
  // A repeated answer waits only for its own batch, not for those committed since.
  const isRepeatable = command.type === 'checkout' && command.key !== undefined;
  const batches = isRepeatable ? 0 : store.batches;
  const answer = await answered;
  writeLine({ done: begin, batches, answer });
  return answer;
}

/** Acknowledges every third fact, without waiting before the next one. */
async function consume(shop: Shop): Promise<void> {
  const consumer = shop.consumer('mailer');
  for await (const fact of consumer) {
    const { seq } = fact;
    writeLine({ consumed: seq });
    if (seq % 3 !== 0) continue;
    writeLine({ acknowledging: seq });
    consumer.acknowledge(fact).then(() => writeLine({ acknowledged: seq }));
  }
}
