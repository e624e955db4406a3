import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as check from '../../../src/base/check.ts';
import { FORMAT, prepareStore } from '../../../src/schema/format.ts';
import { type RecordCodec, recordKind } from '../../../src/schema/record.ts';
import { copyOf, meddle, newPath, openStored } from './storedShop.ts';

/** The compiled tool in this process: what reads a store starts a compiled worker. */
function compiled<Module>(file: string): Promise<Module> {
  return import(new URL(`../../../dist/src/${file}.js`, import.meta.url).href);
}
const { RECORDS } = await compiled<typeof import('../../../src/schema/table.ts')>('schema/table');
const { auditCommand } = await compiled<typeof import('../../../src/cli/audit.ts')>('cli/audit');
const { exportCommand } = await compiled<typeof import('../../../src/cli/export.ts')>('cli/export');
const { importCommand } = await compiled<typeof import('../../../src/cli/import.ts')>('cli/import');
const { inspectCommand } =
  await compiled<typeof import('../../../src/cli/inspect.ts')>('cli/inspect');

/** The number of people who wait for a product, as a plain text. */
const waiting: RecordCodec<number> = {
  syntax: 'text',
  encode: (people) => String(people),
  decode: (text) => Number(text),
  check: (people) => void check.quantity('people', people),
};

/** A kind of record that nothing but this table knows, of a format that has still to come. */
const waitingList = recordKind({
  name: 'waiting lists',
  prefix: ['waiting'],
  elements: [
    { name: 'sku', type: 'string' },
    { name: 'since', type: 'number' },
  ],
  version: FORMAT + 1,
  codec: waiting,
});
const records = [...RECORDS, waitingList];

/** A shop's store with three records of the new kind. */
let path: string;
let printed: string;

beforeAll(async () => {
  const { path: stored, shop } = await openStored();
  await shop.close();
  path = copyOf(stored);
  const store = await lmdbStore({ path });
  await prepareStore(store, 'USD', records);
  await store.commit([
    waitingList.put(waitingList.key('lamp', 5), 12),
    waitingList.put(waitingList.key('vase', 1), 7),
    waitingList.put(waitingList.key('vase', 2), 1),
  ]);
  await store.close();
});

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('a kind of record that only the table knows', () => {
  it('is counted by inspect', async () => {
    expect(await inspectCommand(records).run([path])).toBe(0);
    expect(printed).toMatch(/^waiting lists +3$/m);
    printed = '';
    expect(await inspectCommand(records).run([path, '--json'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      format: FORMAT + 1,
      otherRecords: { 'waiting lists': 3 },
    });
  });

  it('is read and checked record by record by audit', async () => {
    expect(await auditCommand(records).run([path])).toBe(0);
    expect(printed).toMatch(/^ {2}waiting lists +3$/m);

    const broken = copyOf(path);
    await meddle(broken, () => [
      { op: 'put', key: ['waiting', 'lamp', 5], value: 'a dozen' },
      { op: 'put', key: ['waiting', 'vase', 2], value: '-1' },
      { op: 'put', key: ['waiting', 'vase', 'long'], value: '1' },
    ]);
    printed = '';
    expect(await auditCommand(records).run([broken])).toBe(1);
    expect(printed.trimEnd().split('\n')).toEqual([
      'the entry ["waiting","vase","long"] is of no kind that a shop writes',
      'the entry ["waiting","lamp",5] cannot be read: people: expected a positive safe integer, got NaN',
      'the entry ["waiting","vase",2] cannot be read: people: expected a positive safe integer, got -1',
    ]);
  });

  it('is exported and imported', async () => {
    const file = join(dirname(newPath()), 'waiting.jsonl');
    expect(await exportCommand(records).run([path, '--out', file])).toBe(0);
    const exported = readFileSync(file, 'utf8');
    // As the text that it is, although JSON would give it back.
    expect(exported).toContain('{"key":["waiting","vase",1],"value":"7"}\n');

    const copy = newPath();
    expect(await importCommand(records).run([copy, '--store', 'lmdb', '--from', file])).toBe(0);
    const again = join(dirname(file), 'again.jsonl');
    expect(await exportCommand(records).run([copy, '--out', again])).toBe(0);
    expect(readFileSync(again, 'utf8')).toBe(exported);
    const store = await lmdbStore({ path: copy });
    expect(waitingList.get(store, waitingList.key('lamp', 5))).toBe(12);
    await store.close();
    expect(await auditCommand(records).run([copy])).toBe(0);
  });

  it('is refused by tools whose table does not have it', async () => {
    for (const command of [inspectCommand(), auditCommand(), exportCommand()]) {
      await expect(command.run([path])).rejects.toThrow(
        `expected one of format ${FORMAT} or older, got format ${FORMAT + 1}: a newer version`,
      );
    }
  });
});
