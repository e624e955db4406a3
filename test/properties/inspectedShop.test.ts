import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Allocation,
  fewestLocations,
  memoryStore,
  type ShopFact,
  type ShopOptions,
} from '../../src/index.ts';
import { runs } from './runs.ts';
import { openShop } from './shop/openShop.ts';
import { reportAsCode } from './shop/reportAsCode.ts';
import type { RealShop } from './shop/ShopCommand.ts';
import type { ShopModel } from './shop/ShopModel.ts';
import { shopCommands } from './shop/shopCommands.ts';

const COMMANDS = 100;

type Commands = Iterable<fc.AsyncCommand<ShopModel, RealShop, false>>;

/** Everything that a shop with these options has emitted and stored after the commands, as text. */
async function recordsOf(
  allocation: Allocation,
  commands: Commands,
  options: Pick<ShopOptions, 'inspect'>,
): Promise<{ readonly facts: string[]; readonly records: string[] }> {
  const store = memoryStore();
  const facts: ShopFact[] = [];
  let ids = 0;
  const open = async () => {
    const opened = await openShop(allocation, { ...options, store, createId: () => `id${++ids}` });
    opened.real.shop.on('*', (fact) => facts.push(fact));
    return opened;
  };
  await fc.asyncModelRun(open, commands);
  const records = [...store.range({ prefix: [] })];
  const text = (part: unknown) => JSON.stringify(part);
  return { facts: facts.map(text), records: records.map(text) };
}

test('a shop that is inspected, and so takes every step as XState does, stores the same records and facts', async () => {
  let [inspected, stored] = [0, 0];
  const property = fc.asyncProperty(shopCommands(COMMANDS), async (commands) => {
    const alone = await recordsOf(fewestLocations, commands, {});
    const watched = await recordsOf(fewestLocations, commands, { inspect: () => void inspected++ });
    expect(watched.facts).toEqual(alone.facts);
    expect(watched.records).toEqual(alone.records);
    stored += alone.records.length;
  });
  const reporter = (details: Parameters<typeof reportAsCode>[0]) =>
    reportAsCode(details, 'fewestLocations');
  await fc.assert(property, { numRuns: runs(30), reporter });
  expect(inspected).toBeGreaterThan(1000);
  expect(stored).toBeGreaterThan(100);
});
