import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { formsByCode } from '../../../src/store/disk/changeReader.ts';
import { Log } from '../../../src/store/disk/log.ts';
import { LoggedRecords } from '../../../src/store/disk/loggedRecords.ts';
import { openSegments, readLog } from '../../../src/store/disk/readLog.ts';
import { LOG_START } from '../../../src/store/disk/segment.ts';
import { settleEnd } from '../../../src/store/disk/settleEnd.ts';
import { systemFolder } from '../../../src/store/disk/systemFolder.ts';
import { temporaryStores } from '../crash/sampleStore.ts';
import { readWholeLog } from './readWholeLog.ts';
import { SimulatedFolder } from './simulatedFolder.ts';
import { FACT } from './storeModel.ts';

const stores = temporaryStores('replaced');
afterAll(() => stores.remove());

/** A log as a new opening has it. @param assertWriter throws once the opening has been replaced. */
function open(folder: SimulatedFolder, assertWriter = () => {}): Log {
  const segments = openSegments(folder);
  const end = readLog(segments, LOG_START, () => {});
  return new Log({
    folder,
    shop: 'shop',
    segmentBytes: 1000,
    keptBytes: 0,
    sync: true,
    segments,
    end,
    assertWriter,
    onGroup: () => {},
    room: () => undefined,
    describeFailure: (cause) => cause as Error,
  });
}

async function put(log: Log, value: string): Promise<void> {
  await log.append([{ op: 'put', key: ['a'], value }], () => {});
}

const replaced = () => {
  throw new Error('replaced');
};

describe('a writer of a log that was replaced although it lives', () => {
  test('acknowledges nothing, and what it still writes is not read', async () => {
    const folder = new SimulatedFolder(1);
    let assertWriter = () => {};
    const older = open(folder, () => assertWriter());
    await put(older, 'first');
    const later = open(folder);
    assertWriter = replaced;
    await put(later, 'second');
    // Its group is whole, and stands after the end that its successor has found.
    await expect(put(older, 'lost')).rejects.toThrow('replaced');
    await put(later, 'third');
    const { changes } = readWholeLog(folder);
    expect(changes).toEqual(['first', 'second', 'third'].map((value) => `put ["a"] ${value}\n`));
  });

  test('tells no facts to the successor that has not written yet', async () => {
    const folder = new SimulatedFolder(1);
    let assertWriter = () => {};
    const older = open(folder, () => assertWriter());
    const tell = (number: number) => {
      const contents = `fact ${number}`;
      const value = JSON.stringify(contents);
      const put = { op: 'put', key: ['fact', number], value, form: FACT, contents } as const;
      return older.append([put], () => {});
    };
    await tell(1);
    await tell(2);
    const segments = openSegments(folder);
    const end = readLog(segments, LOG_START, () => {});
    await settleEnd(segments, { folder, from: LOG_START, end });
    const log = { segments, pending: () => [] };
    const facts = new LoggedRecords(FACT, { log, forms: formsByCode([FACT]), first: () => 0 });
    assertWriter = replaced;
    await expect(tell(3)).rejects.toThrow('replaced');
    const told = [...facts.range({ prefix: ['fact'] })].map(([, text]) => text);
    expect(told).toEqual(['"fact 1"', '"fact 2"']);
  });

  test('begins no segment', async () => {
    const folder = new SimulatedFolder(1);
    let assertWriter = () => {};
    const older = open(folder, () => assertWriter());
    await put(older, 'x'.repeat(1000));
    assertWriter = replaced;
    await expect(put(older, 'lost')).rejects.toThrow('replaced');
    expect(folder.list().filter((name) => /^\d/.test(name))).toEqual(['000000000001.log']);
  });

  // It took the place of the segment that its successor had begun, with all that was acknowledged there.
  test('does not replace a segment of its successor, even if it has not noticed yet', async () => {
    const folder = new SimulatedFolder(1);
    const older = open(folder);
    await put(older, 'x'.repeat(1000));
    const later = open(folder);
    await put(later, 'second');
    await expect(put(older, 'lost')).rejects.toThrow('EEXIST');
    await put(later, 'third');
    expect(readWholeLog(folder).changes.slice(1)).toEqual([
      'put ["a"] second\n',
      'put ["a"] third\n',
    ]);
  });
});

test('a file of a folder on disk gets no name that another one has', () => {
  const path = stores.next();
  mkdirSync(path);
  for (const name of ['a', 'b']) writeFileSync(join(path, name), name);
  const folder = systemFolder(path);
  expect(() => folder.rename('a', 'b')).toThrow('EEXIST');
  expect(() => folder.create('b', 10)).toThrow('EEXIST');
  expect(readFileSync(join(path, 'b'), 'utf8')).toBe('b');
  folder.rename('a', 'c');
  expect(folder.list().sort()).toEqual(['b', 'c']);
});
