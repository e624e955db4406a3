import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES, COMMANDS } from '../../../src/commands/table.ts';
import { createShop, type Shop } from '../../../src/index.ts';

/** Members of the API that read: they answer at once and change nothing. */
const READS = [
  'carts.get',
  'notifications.dead',
  'notifications.preview',
  'notifications.status',
  'orders.get',
  'orders.history',
  'orders.list',
  'products.get',
  'products.reviews',
  'users.get',
  'users.pushSubscriptions',
];

/** Every function in the groups of the API, by its path. */
function pathsOf(shop: Shop): string[] {
  const groups = ['users', 'products', 'carts', 'orders', 'notifications'] as const;
  return groups.flatMap((group) => Object.keys(shop[group]).map((name) => `${group}.${name}`));
}

describe('the table of commands', () => {
  it('has every command of the API, and the API has every command of the table', async () => {
    const shop = await createShop();
    const commands = pathsOf(shop).filter((path) => !READS.includes(path));
    expect([...COMMAND_TYPES].sort()).toEqual([...commands, 'checkout'].sort());
    expect(shop.checkout).toBeTypeOf('function');
  });

  it('names each command once', () => {
    expect(new Set(COMMAND_TYPES).size).toBe(COMMANDS.length);
  });

  it.each(COMMANDS)('checks the arguments of $type before anything else', async (command) => {
    const check = command.check as (...given: unknown[]) => unknown;
    expect(() => check(Symbol('no argument of any command'))).toThrow(/expected .*, got /);
  });
});
