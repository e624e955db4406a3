import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { lmdbStore } from 'statecart/lmdb';
import { beforeAll, describe, expect, it } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { START } from '../../rules/shop/openShop.ts';
import { runTool } from './runTool.ts';
import { newPath, openStored } from './storedShop.ts';

let lines: readonly string[];
let pending: string;

beforeAll(async () => {
  const { path, shop, ids } = await openStored();
  await shop.close();
  pending = ids.pending;
  lines = (await runTool(['export', path])).stdout.trimEnd().split('\n');
});

/** The export with another text in place of one that it contains. */
function changed(from: string, to: string): string {
  const text = lines.map((line) => `${line}\n`).join('');
  expect(text).toContain(from);
  return text.replace(from, to);
}

const badStock = () =>
  changed('["stock","lamp"],"value":["main",3,3,0,0]', '["stock","lamp"],"value":["main",3,4,0,0]');
const PROBLEM = 'lamp at main: received 3, but 4 are available, held or shipped\n';

describe('import audits what it has read', () => {
  it('and refuses it if there are problems, prints them, and leaves nothing', async () => {
    const path = newPath();
    expect(await runTool(['import', path], { input: badStock() })).toEqual({
      status: 1,
      stdout: '',
      stderr: `${PROBLEM}statecart import: the audit finds one problem: --force keeps the store all the same\n`,
    });
    expect(existsSync(path)).toBe(false);
    mkdirSync(path);
    expect((await runTool(['import', path], { input: badStock() })).status).toBe(1);
    expect(readdirSync(path)).toEqual([]);
  });

  it('and keeps it with --force, with the problems as warnings', async () => {
    const path = newPath();
    const { status, stdout, stderr } = await runTool(
      ['import', path, '--store', 'lmdb', '--force'],
      {
        input: badStock(),
      },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${path}: ${lines.length - 1} entries\n`,
      stderr: `warning: ${PROBLEM}`,
    });
    const clock = simulatedClock(START);
    const shop = await createShop({ store: await lmdbStore({ path }), clock });
    expect(shop.audit().ok).toBe(false);
    await shop.close();
  });

  it('and finds a changed total, and records that belong to no shop', async () => {
    const input = changed('901,"USD"', '1,"USD"').replace(
      /\{"entries":(\d+)\}/,
      (_, count) => `{"key":["zzz"],"value":1}\n{"entries":${Number(count) + 1}}`,
    );
    const { status, stderr } = await runTool(['import', newPath()], { input });
    expect(status).toBe(1);
    expect(stderr).toContain(`order ${pending}: its total is 1, but its lines add up to 901\n`);
    expect(stderr).toContain('the entry ["zzz"] is of no kind that a shop writes\n');
    expect(stderr).toContain('the audit finds 2 problems');
  });

  it('and lets pending orders wait for ever with --no-payment-timeout', async () => {
    const text = lines.map((line) => `${line}\n`).join('');
    const input = text.replace(/("pending",.*),\{"timers".*\]\]\}\n/, '$1]]}\n');
    expect(input).not.toBe(text);
    const refused = await runTool(['import', newPath()], { input });
    expect(refused.stderr).toContain('is pending, but has no timer that cancels it');
    const kept = await runTool(['import', newPath(), '--no-payment-timeout'], { input });
    expect(kept).toMatchObject({ status: 0, stderr: '' });
  });
});
