import { headRecord } from '../schema/head.ts';
import { RECORDS, type RecordTable } from '../schema/table.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { printAll } from '../terminal/output.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import { UsageError } from '../terminal/usageError.ts';
import { type Command, command, type ExitCode } from './command.ts';
import { endLine, entryLine } from './entryLine.ts';
import { withSnapshot } from './withSnapshot.ts';
import { refuseExisting, refuseInside, writeWhole } from './writeWhole.ts';

/** Characters that are written at once. */
const CHUNK_LENGTH = 64 * 1024;

/** @param records every kind of record that may be in the store. */
export function exportCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart export PATH [options]

Writes the store as it is at this moment, one line of JSON for each entry: {"key":[...],"value":...}.
The head comes first, then the other entries in the order of their keys, and last the number of
entries: {"entries":N}. A value that JSON would not give back exactly is written as a string:
{"key":[...],"text":"..."}. Works while a shop has the store open, and changes nothing.

  --out FILE   write to this new file instead of stdout; it appears when it is complete, for its owner
               alone to read
  --force      with --out, replace a file that exists, once the new one is complete
  --help       print this and do nothing
`,
    options: { out: { type: 'string' }, force: { type: 'boolean' } },
    run(path, { out, force = false }) {
      if (force && out === undefined) throw new UsageError('--force: expected --out beside it');
      return withSnapshot({ path, records }, async (snapshot): Promise<ExitCode> => {
        if (out !== undefined) refuseInside(path, out);
        if (out !== undefined && !force) refuseExisting(out);
        const progress = startProgress({
          label: 'exported',
          total: snapshot.size,
          unit: 'entries',
        });
        const chunks = chunksOf(linesOf(snapshot, records, progress));
        try {
          if (out !== undefined) await writeWhole(out, chunks, { force });
          else await printAll(chunks);
        } finally {
          progress.stop();
        }
        return 0;
      });
    },
  });
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The head comes first, so that its reader knows at once whether it knows the format. */
function* linesOf(snapshot: Snapshot, records: RecordTable, progress: Progress): Generator<string> {
  let entries = 1;
  const head = headRecord.key();
  yield entryLine({ key: head, text: snapshot.get(head) ?? '' }, records);
  for (const [key, text] of snapshot.range({ prefix: [] })) {
    if (headRecord.matches(key)) continue;
    yield entryLine({ key, text }, records);
    progress.update(++entries);
  }
  yield endLine(entries);
}
