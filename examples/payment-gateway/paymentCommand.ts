import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskStore } from '../../src/disk.ts';
import { memoryStore, type Order } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { print } from '../../src/terminal/output.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { fillShop, openShop, type PayingShop, sellMug } from './openShop.ts';
import { type Card, type Gateway, startGateway } from './startGateway.ts';

const HELP = `Usage: npm run payment -- [--help]

Orders that are paid over a gateway: an order chart of its own asks a payment gateway on this
machine, which approves, declines, is busy, loses its answer, and reports an outcome twice. Then a
shop is killed in the middle of a payment, and opened again. Prints what happens.

  --help  print this and do nothing

Exit code: 0 if each card was charged once for each order that is paid, otherwise 1, or 2 if an
argument is wrong.
`;

/** What the buyer pays with, one card after the other, and what this shows. */
const STORIES: readonly { readonly title: string; readonly cards: readonly Card[] }[] = [
  { title: 'A card that is good', cards: ['good'] },
  {
    title: 'A card that is declined, then another one before the deadline',
    cards: ['empty', 'good'],
  },
  { title: 'A gateway that is busy is asked again, each time later', cards: ['busy'] },
  { title: 'An answer that is lost: the same key asks again', cards: ['lost'] },
  { title: 'A gateway that answers, and reports the outcome twice', cards: ['twice'] },
];

/** The command `npm run payment`; its help says what it does. */
export const paymentCommand: Command<unknown> = {
  name: 'payment',
  help: HELP,
  readArguments: (argv) => readFlags(argv, {}).values,
  async run() {
    const isSound = [await tellStories(), await dieAndGoOn()];
    return isSound.every(Boolean) ? 0 : 1;
  },
};

/** @returns true when each order is paid and was charged once. */
async function tellStories(): Promise<boolean> {
  let shop: PayingShop | undefined;
  const gateway = await startGateway({
    say: sayAs('gateway'),
    report(key, outcome) {
      const [orderId = ''] = key.split('/');
      const report = { type: 'payment.reported', key, outcome } as const;
      void shop?.orders.send(orderId, report).then(({ ok }) => {
        // A refusal is no fault of the gateway: it gets a 2xx, and does not report it again. Were the order cancelled
        // meanwhile, this would be the place to give the money back.
        sayAs('webhook')(`${key} ${outcome}: ${ok ? 'news' : 'known already'}`);
      });
    },
  });
  shop = await openShop(memoryStore(), gateway.url);
  await fillShop(shop);
  const orderIds: string[] = [];
  for (const { title, cards } of STORIES) {
    print(`\n${title}\n`);
    const orderId = await sellMug(shop);
    orderIds.push(orderId);
    for (const card of cards) await pay(shop, orderId, card);
  }
  const paid = orderIds.filter((orderId) => shop.orders.get(orderId)?.state === 'confirmed');
  const audit = shop.audit();
  print(
    `\n${paid.length} orders paid, ${gateway.charges.size} charges, audit ${audit.ok ? 'ok' : 'failed'}\n`,
  );
  await shop.close();
  await gateway.close();
  return audit.ok && paid.length === orderIds.length && chargedOnce(gateway, orderIds);
}

/** Pays an order, and waits until the outcome is known. */
async function pay(shop: PayingShop, orderId: string, card: Card): Promise<void> {
  const { order } = expectOk(await shop.orders.send(orderId, { type: 'order.pay', card }));
  sayAs('shop')(`${orderId} ${order.state}, with the card ${card}`);
  await isKnown(shop, orderId);
  const { state, paymentDueAt } = shop.orders.get(orderId) ?? order;
  const due = paymentDueAt === order.paymentDueAt ? 'as before' : 'MOVED';
  sayAs('shop')(`${orderId} ${state}${state === 'pending' ? `, payment due ${due}` : ''}`);
}

/** Resolves when the order does not wait for the gateway any more. */
function isKnown(shop: PayingShop, orderId: string): Promise<void> {
  const isPaying = () => shop.orders.get(orderId)?.state.startsWith('paying.');
  return new Promise((resolve) => {
    if (!isPaying()) return resolve();
    const stop = shop.on('*', () => {
      if (isPaying()) return;
      stop();
      resolve();
    });
  });
}

/** @returns true when the order is paid and was charged once, although its shop was killed before it knew. */
async function dieAndGoOn(): Promise<boolean> {
  print('\nA shop that is killed when the gateway has taken the money, and is opened again\n');
  const folder = await mkdtemp(join(tmpdir(), 'statecart-payment-'));
  let onCharge: (key: string) => void = () => {};
  const charged = new Promise<string>((resolve) => {
    onCharge = resolve;
  });
  const gateway = await startGateway({ say: sayAs('gateway'), report: () => {}, onCharge });
  const child = fork(new URL('./payAndDie.js', import.meta.url), [folder, gateway.url]);
  const [{ orderId, state }] = (await once(child, 'message')) as [Order];
  await charged;
  child.kill('SIGKILL');
  await once(child, 'exit');
  sayAs('shop')(`${orderId} ${state}, and its process is killed`);

  const shop = await openShop(await diskStore({ path: folder }), gateway.url);
  await isKnown(shop, orderId);
  const isPaid = shop.orders.get(orderId)?.state === 'confirmed';
  const count = gateway.charges.get(`${orderId}/1`);
  sayAs('shop')(`${orderId} ${isPaid ? 'confirmed' : 'NOT PAID'} after opening, ${count} charge`);
  await shop.close();
  await gateway.close();
  await rm(folder, { recursive: true });
  return isPaid && chargedOnce(gateway, [orderId]);
}

function chargedOnce({ charges }: Gateway, orderIds: readonly string[]): boolean {
  const counts = orderIds.map((orderId) =>
    [...charges].filter(([key]) => key.startsWith(`${orderId}/`)).map(([, count]) => count),
  );
  return counts.every(([count, ...others]) => count === 1 && others.length === 0);
}

function sayAs(name: string): (line: string) => void {
  return (line) => print(`  ${name.padEnd(8)} ${line}\n`);
}
