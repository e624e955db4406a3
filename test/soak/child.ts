import { createShop, type Shop, type Store } from '../../src/index.ts';
import { lmdbStore } from '../../src/lmdb.ts';
import { type Command, send } from './command.ts';
import { type Fault, faultyStore } from './faultyStore.ts';
import { writeLine } from './journal.ts';
import { JournaledStore } from './journaledStore.ts';
import { runSale } from './sale.ts';
import { markOf, SHOP_TERMS } from './shopTerms.ts';

/** What a child has to do until it is killed. */
export interface ChildTask {
  readonly path: string;
  readonly seed: number;
  readonly life: number;
  readonly sync: boolean;
  readonly fault?: Fault;
}

const { path, seed, life, sync, fault } = JSON.parse(process.argv[2] as string) as ChildTask;
// Whoever has started this process may be gone before it can end it.
process.on('disconnect', () => process.exit());

process.send?.('ready');
const disk: Store = await lmdbStore({ path, sync });
writeLine({ found: markOf(disk) });
const store = new JournaledStore(fault === undefined ? disk : faultyStore(disk, fault), {
  batch: (changes) => writeLine({ batch: changes }),
  durable: (batches) => writeLine({ durable: batches }),
});
let ids = 0;
let orderId: string | undefined;
const createId = () => orderId ?? `id-${life}-${++ids}`;
const shop = await createShop({ store, ...SHOP_TERMS, createId });
process.send?.('open');
let commands = 0;
await Promise.race([read(shop), runSale({ shop, seed, life, run })]);

async function run(command: Command) {
  const begin = ++commands;
  writeLine({ begin, command });
  if (command.type === 'checkout') ({ orderId } = command);
  const answered = send(shop, command);
  orderId = undefined;
  // An answer that is repeated for its key is durable, what has happened since may not be.
  const isRepeatable = command.type === 'checkout' && command.key !== undefined;
  const batches = isRepeatable ? 0 : store.batches;
  const answer = await answered;
  writeLine({ done: begin, batches, answer });
  return answer;
}

/** The consumer is done with every third fact, and does not wait before it goes on. */
async function read(shop: Shop): Promise<void> {
  const consumer = shop.consumer('mailer');
  for await (const fact of consumer) {
    const { seq } = fact;
    writeLine({ heard: seq });
    if (seq % 3 !== 0) continue;
    writeLine({ acknowledging: seq });
    consumer.acknowledge(fact).then(() => writeLine({ acknowledged: seq }));
  }
}
