import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILL } from '../../../bench/footprint/fillThings.ts';
import { bytesBefore, segmentsOf } from '../../../bench/footprint/logEnds.ts';
import { openOnDisk } from '../../../bench/footprint/openOnDisk.ts';
import { clockAt, fillingOf, idMaker } from '../../../bench/footprint/stage.ts';
import { THINGS, type Thing } from '../../../bench/footprint/things.ts';
import { sandbox } from '../sandbox.ts';

/** Makes some things of each kind in a store. */
async function fillStore(path: string, things: readonly Thing[], seed = 1): Promise<void> {
  const [first = THINGS[0]] = things;
  const clock = clockAt(first);
  const shop = await openOnDisk(path, { clock, createId: idMaker(first, seed) });
  for (const thing of things) {
    const count = await FILL[thing](shop, fillingOf(thing, { clock, count: 20, seed }));
    expect(count).toBe(thing === 'user' ? 40 : 20);
  }
  expect(shop.audit()).toEqual({ ok: true, problems: [] });
  await shop.close();
}

/** The bytes of a segment that are written: a group ends with a text or a number, not with a zero byte. */
function writtenIn(path: string, segment: string): number {
  const bytes = readFileSync(join(path, 'log', segment));
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return length;
}

test('the bytes of the log are all that is in its files, and the same in each run of a seed', async () => {
  const box = sandbox();
  const pathOf = (name: string) => join(box.path, name);
  const endsOf = (path: string) => segmentsOf(path).map((segment) => bytesBefore(path, segment));
  const path = pathOf('store');
  await fillStore(path, THINGS);
  await fillStore(path, ['restock']);
  const [first = '', second = ''] = segmentsOf(path);
  expect(endsOf(path)).toEqual([0, writtenIn(path, first)]);

  await fillStore(pathOf('same'), THINGS);
  await fillStore(pathOf('same'), ['restock']);
  expect(endsOf(pathOf('same'))).toEqual(endsOf(path));

  rmSync(join(path, 'log', first));
  expect(() => bytesBefore(path, second)).toThrow('expected the whole log');
});
