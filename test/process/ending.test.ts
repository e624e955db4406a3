import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Opens a shop with something to sell; `log` prints what a program has done. */
const PROLOGUE = `
  import { createShop } from 'statecart';
  const shop = await createShop({ factRetentionMs: Infinity });
  await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 1, stock: 9 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  const log = (text) => console.log(text);
  const sell = () => shop.carts.add('ada', 'a', 1);
  const later = (run) => setTimeout(run, 300).unref(); // keeps no process alive
`;

/** Runs the program to its end, which it must reach by itself. @returns what it printed. */
async function run(program: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', PROLOGUE + program],
    { timeout: 100_000 },
  );
  return stdout.split('\n').slice(0, -1);
}

describe('the process ends', () => {
  it.each([
    ['while a cart waits for its expiry', 'log((await sell()).cart.state);', ['open']],
    ['when a consumer is only opened', "shop.consumer('mail'); log('opened');", ['opened']],
    [
      'when an iteration ends by itself',
      'await sell(); for await (const { seq } of shop.facts({ after: 0 })) { log(seq); break; }',
      ['1'],
    ],
    [
      'when a handler of the iteration throws',
      `await sell();
       try {
         for await (const fact of shop.consumer('mail')) throw new Error('full');
       } catch ({ message }) { log(message); }`,
      ['full'],
    ],
    [
      'when the consumer is removed',
      `const consumer = shop.consumer('mail');
       setTimeout(() => consumer.remove(), 1);
       for await (const fact of consumer) log(fact.type);
       log('removed');`,
      ['removed'],
    ],
    [
      'when the shop is closed',
      `setTimeout(() => shop.close(), 1);
       for await (const fact of shop.facts()) log(fact.type);
       log('closed');`,
      ['closed'],
    ],
    [
      'when the shop is closed in an iteration that goes on',
      `await sell();
       for await (const { type } of shop.facts({ after: 0 })) {
         await shop.close();
         log(type);
         process.on('exit', () => process.exit(0)); // else 13, as the await below is not done
         await new Promise(() => {});
       }`,
      ['cart.lineAdded'],
    ],
    [
      'while iterations are open that are unreferenced, before or after they begin',
      `const consumer = shop.consumer('mail').unref();
       const facts = shop.facts();
       const read = async (reader) => { for await (const fact of reader) log(fact.type); };
       read(consumer);
       read(facts);
       facts.ref().unref().unref();
       log('reading');`,
      ['reading'],
    ],
  ])('%s', async (_, program, printed) => {
    expect(await run(program)).toEqual(printed);
  });
});

describe('an open iteration keeps the process alive', () => {
  const END = "log('sold'); shop.close();";

  it.each([
    ['of a consumer', "shop.consumer('mail')"],
    ['of all facts', 'shop.facts()'],
    ['that is referenced again', "shop.consumer('mail').unref().unref().ref().ref()"],
  ])('%s', async (_, reader) => {
    const printed = await run(`
      later(async () => { await sell(); ${END} });
      for await (const { type } of ${reader}) log(type);
      log('ended');
    `);
    expect(printed.sort()).toEqual(['cart.lineAdded', 'ended', 'sold']);
  });

  it('also when it is referenced while it waits, until each that is open has ended', async () => {
    const printed = await run(`
      const consumer = shop.consumer('mail').unref();
      const read = async (name, count) => {
        for await (const { seq } of consumer) { log(name + seq); if (--count === 0) break; }
      };
      read('a', 1);
      read('b', 2);
      setTimeout(() => consumer.ref(), 1);
      later(async () => {
        await sell();
        later(async () => { await sell(); log('sold'); });
      });
    `);
    expect(printed.sort()).toEqual(['a1', 'b1', 'b2', 'sold']);
  });
});
