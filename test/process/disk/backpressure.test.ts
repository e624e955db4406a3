import { expect, test } from 'vitest';
import type { CheckpointRecord } from '../../../src/store/disk/checkpointRecord.ts';
import { Checkpoints } from '../../../src/store/disk/checkpoints.ts';
import { Log } from '../../../src/store/disk/log.ts';
import { Overlay } from '../../../src/store/disk/overlay.ts';
import { LOG_START, type LogPosition } from '../../../src/store/disk/segment.ts';
import { SimulatedFolder } from './simulatedFolder.ts';

const at = (place: number): LogPosition => ({ ...LOG_START, at: place });

/** A log whose groups wait for `room`. */
function openLog(room: (end: LogPosition) => Promise<void> | undefined): Log {
  return new Log({
    folder: new SimulatedFolder(1),
    shop: 'shop',
    segmentBytes: 1000,
    keptBytes: 0,
    sync: true,
    segments: [],
    end: LOG_START,
    assertWriter: () => {},
    onGroup: () => {},
    room,
    describeFailure: (cause) => cause as Error,
  });
}

test('the log waits for a checkpoint that is four distances behind, and for no other', async () => {
  const log = openLog(() => undefined);
  let written = () => {};
  const checkpoints = new Checkpoints({
    record: { shop: 'shop', position: LOG_START } satisfies CheckpointRecord,
    everyBytes: 100,
    overlay: new Overlay(0),
    log: () => log,
    write: () => new Promise((resolve) => (written = resolve)),
  });
  expect(checkpoints.room(at(1000))).toBe(undefined); // None is being written: one begins with this group.
  checkpoints.onGroup(at(150), Promise.resolve());
  expect(checkpoints.room(at(400))).toBe(undefined);
  const waiting = checkpoints.room(at(401));
  expect(waiting).toBeInstanceOf(Promise);
  await new Promise(setImmediate);
  written();
  await waiting;
  expect(checkpoints.record.position.at).toBe(150);
  expect(checkpoints.room(at(550))).toBe(undefined);
});

test('a group that has to wait is answered when it has been written after that', async () => {
  let hasRoom = () => {};
  const room = new Promise<void>((resolve) => (hasRoom = resolve));
  const log = openLog(() => room);
  let isAnswered = false;
  const answered = log
    .append([{ op: 'put', key: ['a'], value: '1' }], () => {})
    .then(() => {
      isAnswered = true;
    });
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect({ isAnswered, segments: log.segments.length }).toEqual({ isAnswered: false, segments: 0 });
  hasRoom();
  await answered;
  expect(log.segments).toHaveLength(1);
});
