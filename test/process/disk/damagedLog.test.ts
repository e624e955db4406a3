import { beforeAll, describe, expect, test } from 'vitest';
import { SEGMENT_HEADER_BYTES } from '../../../src/store/disk/segmentHeader.ts';
import { type GroupPlace, readWholeLog, type WholeLog, writeLog } from './readWholeLog.ts';
import { SimulatedFolder } from './simulatedFolder.ts';

const TURNS = 22;

const folder = new SimulatedFolder(1);
let whole: WholeLog;
let last: GroupPlace;
beforeAll(async () => {
  await writeLog(folder, TURNS);
  whole = readWholeLog(folder);
  last = whole.groups.at(-1) as GroupPlace;
});

/** What is read of the log while a file has other bytes; the text of the error if it is refused. */
function readWith(name: string, bytes: Buffer<ArrayBuffer>): WholeLog | string {
  const file = folder.fileOf(name);
  if (file === undefined) throw new Error(`there is no ${name}`);
  const { shown } = file;
  try {
    file.shown = bytes;
    return readWholeLog(folder);
  } catch (error) {
    return (error as Error).message;
  } finally {
    file.shown = shown;
  }
}

function bytesOf(name: string): Buffer<ArrayBuffer> {
  return Buffer.from(folder.fileOf(name)?.shown ?? []);
}

test('the log has several segments, and groups of several turns', () => {
  expect(folder.list().length).toBeGreaterThan(3);
  expect(whole.groups.filter(({ name }) => name === last.name).length).toBeGreaterThan(1);
  expect(whole.groups.length).toBeLessThan(TURNS);
});

describe('a log whose last segment is cut', () => {
  test.each(['is shorter', 'is zero'])(
    'at any byte has the whole groups before (the rest %s)',
    (rest) => {
      const first = whole.groups.at(-2) as GroupPlace;
      for (let cut = first.start; cut < last.end; cut++) {
        const bytes = bytesOf(last.name);
        const cutBytes =
          rest === 'is zero' ? bytes.fill(0, cut) : Buffer.from(bytes.subarray(0, cut));
        const groups = cut < first.end ? -2 : -1;
        const found = readWith(last.name, cutBytes) as WholeLog;
        expect(found.changes, `cut at ${cut}`).toEqual(whole.changes.slice(0, groups));
      }
    },
  );

  test('within its header is refused', () => {
    for (let cut = 0; cut < SEGMENT_HEADER_BYTES; cut++) {
      const cutBytes = Buffer.from(bytesOf(last.name).subarray(0, cut));
      expect(readWith(last.name, cutBytes)).toBe(`its log is damaged: ${last.name} at byte 0`);
    }
  });
});

describe('a bit that has flipped', () => {
  test('is refused with file and offset, unless it is in the last group, which is then taken for torn', () => {
    for (const name of folder.list()) {
      const groups = whole.groups.filter((group) => group.name === name);
      const end = groups.at(-1)?.end ?? SEGMENT_HEADER_BYTES;
      for (let at = 0; at < end; at++) {
        const bytes = bytesOf(name);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at);
        const found = readWith(name, bytes);
        const hit = groups.find((group) => group.start <= at && at < group.end);
        const where = `${name} at byte ${at}`;
        if (hit === last) {
          expect((found as WholeLog).changes, where).toEqual(whole.changes.slice(0, -1));
        } else {
          const start = hit?.start ?? 0;
          expect(found, where).toBe(`its log is damaged: ${name} at byte ${start}`);
        }
      }
    }
  });

  test('after the end of the log has no effect', () => {
    const bytes = bytesOf(last.name);
    for (let at = last.end; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(1, at);
      expect((readWith(last.name, flipped) as WholeLog).changes).toEqual(whole.changes);
    }
  });
});

test('bytes of a group that were overwritten by another group of the log are refused', () => {
  const [first, ...more] = whole.groups.filter(({ name }) => name === '000000000001.log');
  expect(more.length).toBeGreaterThan(0);
  const bytes = bytesOf('000000000001.log');
  const { start, end } = more.at(-1) as GroupPlace;
  bytes.copy(bytes, first?.start, start, end);
  expect(readWith('000000000001.log', bytes)).toBe(
    `its log is damaged: 000000000001.log at byte ${first?.start}`,
  );
});
