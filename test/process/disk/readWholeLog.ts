import { seeded } from '../../../bench/harness/seeded.ts';
import { ChangeReader, formsByCode } from '../../../src/store/disk/changeReader.ts';
import { Log } from '../../../src/store/disk/log.ts';
import type { LogFolder } from '../../../src/store/disk/logFolder.ts';
import { closeSegments, openSegments, readLog } from '../../../src/store/disk/readLog.ts';
import { LOG_START } from '../../../src/store/disk/segment.ts';
import { FORMS, StoreModel } from './storeModel.ts';

/** Where a group is in its file. */
export interface GroupPlace {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface WholeLog {
  readonly groups: readonly GroupPlace[];
  /** The changes of each group, as text. */
  readonly changes: readonly string[];
}

/** Reads all groups of a log. @throws Error if it is refused. */
export function readWholeLog(folder: LogFolder): WholeLog {
  const segments = openSegments(folder);
  const groups: GroupPlace[] = [];
  const changes: string[] = [];
  try {
    readLog(segments, LOG_START, (group, { name, header, shared }) => {
      const { before, after, bytes, start, end } = group;
      groups.push({ name, start: before.at - header.start, end: after.at - header.start });
      if (shared === undefined) throw new Error('the texts of a segment are not loaded');
      const reader = new ChangeReader({ bytes, start, end }, { forms: formsByCode(FORMS), shared });
      let text = '';
      for (let turns = group.header.turns; turns > 0; turns--) {
        for (let left = reader.readCount(); left > 0; left--) {
          const { op, key, text: value } = reader.next();
          text += `${op} ${JSON.stringify(key)} ${value()}\n`;
        }
      }
      changes.push(text);
    });
    return { groups, changes };
  } finally {
    closeSegments(segments);
  }
}

/** Writes a log of a few segments, without a store. */
export async function writeLog(folder: LogFolder, turns: number): Promise<void> {
  const log = new Log({
    folder,
    shop: 'shop',
    segmentBytes: 2500,
    keptBytes: 0,
    sync: true,
    segments: [],
    end: LOG_START,
    assertWriter: () => {},
    onGroup: () => {},
    room: () => undefined,
    describeFailure: (cause) => cause as Error,
  });
  const [model, random] = [new StoreModel(), seeded(5)];
  for (let turn = 0; turn < turns; turn++) {
    const appended = log.append(model.randomBatch(random, { forms: true }), () => {});
    // Also groups of more than one turn.
    if (turn % 3 > 0) await appended;
  }
  await log.flushed();
  await log.close();
}
