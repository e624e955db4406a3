import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from './runTool.ts';
import { openStored } from './storedShop.ts';

// Inside of the repository, so that the modules find the packages that they import.
const home = mkdtempSync(join(resolve(import.meta.dirname, '../../../dist'), 'charts-'));
afterAll(() => rmSync(home, { recursive: true }));

let path: string;
let pending: string;

beforeAll(async () => {
  const opened = await openStored();
  await opened.shop.close();
  ({ path } = opened);
  pending = opened.ids.pending;
});

let count = 0;

/** A module with charts. */
function moduleOf(text: string): string {
  const file = join(home, `${++count}.mjs`);
  writeFileSync(file, text);
  return file;
}

/** The standard order chart, whose pending orders wait for something else. */
const orderWaitingFor = (after: string) => `
  import { orderMachine } from 'statecart/machines';
  import { setup } from 'xstate';
  const { pending, ...states } = orderMachine.config.states;
  const { paymentTimeout: cancels } = pending.after;
  export const order = setup(orderMachine.implementations).createMachine({
    ...orderMachine.config,
    states: { pending: { ...pending, after: ${after} }, ...states },
  });`;

const check = (...args: string[]) => runTool(['check', path, ...args]);
const checkCharts = (text: string, ...args: string[]) =>
  check('--machines', moduleOf(text), ...args);

describe('statecart check', () => {
  it('says that the store fits the standard charts', async () => {
    expect(await check()).toEqual({
      status: 0,
      stdout: [
        '        as they are  adapted  migrated  refused',
        'carts             1        0         0        0',
        'orders            3        0         0        0',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  it('counts the orders that get another timer', async () => {
    const { status, stdout } = await checkCharts(orderWaitingFor('{ 60000: cancels }'), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      { kind: 'cart', unchanged: 1, adapted: 0, migrated: 0, refused: 0, problems: [] },
      { kind: 'order', unchanged: 2, adapted: 1, migrated: 0, refused: 0, problems: [] },
    ]);
  });

  it('names the orders that would be refused, and ends with 1', async () => {
    const { status, stdout } = await checkCharts(orderWaitingFor('{}'));
    expect(status).toBe(1);
    expect(stdout).toBe(
      [
        `order ${pending} waits for xstate.after.paymentTimeout.order.pending, which its chart does not answer in this state: the option migrate has to bring it over`,
        '        as they are  adapted  migrated  refused',
        'carts             1        0         0        0',
        'orders            2        0         0        1',
        '',
      ].join('\n'),
    );
  });

  it('counts the orders that a migration brings over', async () => {
    const { status, stdout } = await checkCharts(
      `${orderWaitingFor('{}')}
      export const migrate = ({ state, context }) => ({ state, context });`,
      '--json',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)[1]).toEqual({
      kind: 'order',
      unchanged: 2,
      adapted: 0,
      migrated: 1,
      refused: 0,
      problems: [],
    });
  });

  it.each([
    ['machines', 'export { order as nothing }; export const machines = { order };'],
    ['a default export', 'export default { machines: { order } };'],
  ])('reads the charts from %s, too', async (_, exports) => {
    const text = `${orderWaitingFor('{}').replace('export const', 'const')}\n${exports}`;
    expect((await checkCharts(text)).status).toBe(1);
  });

  it('changes nothing: the shop of today opens the store, and all is as it was', async () => {
    const before = await runTool(['export', path]);
    await checkCharts(orderWaitingFor('{ 60000: cancels }'));
    expect(await runTool(['export', path])).toEqual(before);
  });

  it.each([
    ['a file that is not there', undefined, 'it cannot be loaded: '],
    ['a module without charts', 'export const carts = 1;', 'expected a module that exports cart,'],
    ['a module that fails', 'throw new Error("not today");', 'it cannot be loaded: not today'],
    ['what is no chart', 'export const order = {};', 'machines.order: expected an XState'],
    [
      'a chart that a shop refuses',
      "import { createMachine } from 'xstate'; export const order = createMachine({});",
      'machines.order: this chart cannot work with the engine',
    ],
    [
      'a migration that is none',
      'export const migrate = 1;',
      'migrate: expected a function, got 1',
    ],
  ])('refuses %s', async (_, text, complaint) => {
    const file = text === undefined ? join(home, 'nothing.mjs') : moduleOf(text);
    const { status, stdout, stderr } = await check('--machines', file);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`--machines ${file}: `);
    expect(stderr).toContain(complaint);
  });
});
