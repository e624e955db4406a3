import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { headRecord } from '../schema/head.ts';
import type { Snapshot } from '../store/lmdb/openSnapshot.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import { command, type ExitCode } from './command.ts';
import { endLine, entryLine } from './entryLine.ts';
import { withSnapshot } from './withSnapshot.ts';
import { refuseInside, writeWhole } from './writeWhole.ts';

/** Characters that are written at once. */
const CHUNK_LENGTH = 64 * 1024;

export const exportStore = command({
  help: `Usage: statecart export PATH [options]

Writes the store as it is at this moment, one line of JSON for each entry: {"key":[...],"value":...}.
The head comes first, the others in the order of their keys, and last how many there were:
{"entries":N}. A value that is no JSON of ours is written as it is: {"key":[...],"text":"..."}.
Works while a shop has the store open, and changes nothing.

  --out FILE   write there instead of stdout; the file is there once it is whole
  --help       print this and do nothing
`,
  options: { out: { type: 'string' } },
  run(path, { out }) {
    return withSnapshot(path, async (snapshot): Promise<ExitCode> => {
      if (out !== undefined) refuseInside(path, out);
      const progress = startProgress({ label: 'exported', total: snapshot.size, unit: 'entries' });
      const chunks = chunksOf(snapshot, progress);
      try {
        if (out !== undefined) await writeWhole(out, chunks);
        else await pipeline(Readable.from(chunks), process.stdout, { end: false });
      } finally {
        progress.stop();
      }
      return 0;
    });
  },
});

function* chunksOf(snapshot: Snapshot, progress: Progress): Generator<string> {
  let chunk = '';
  for (const line of linesOf(snapshot, progress)) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The head comes first, so that who reads it knows at once whether it can. */
function* linesOf(snapshot: Snapshot, progress: Progress): Generator<string> {
  let entries = 1;
  yield entryLine(headRecord.key(), snapshot.get(headRecord.key()) ?? '');
  for (const [key, text] of snapshot.range({ prefix: [] })) {
    if (headRecord.matches(key)) continue;
    yield entryLine(key, text);
    progress.update(++entries);
  }
  yield endLine(entries);
}
