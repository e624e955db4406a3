import { existsSync } from 'node:fs';
import { RECORDS, type RecordTable } from '../schema/table.ts';
import { bytesText } from '../terminal/bytesText.ts';
import { print } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { readPath } from '../terminal/readPath.ts';
import { UsageError } from '../terminal/usageError.ts';
import { assertLog } from './assertLog.ts';
import { type Command, command, type ExitCode } from './command.ts';
import { loadLmdb } from './loadLmdb.ts';
import { readTarget } from './readTarget.ts';
import { readTurn } from './readTurn.ts';

/** @param records every kind of record that may be in the store. */
export function restoreCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart restore DIR --to PATH [options]

Makes a store at a new or empty path from a backup, as of its last turn or of an earlier one. The store
appears when it is complete and on disk. It has no change of a later turn, and a shop continues from
there. The backup stays as it is.

  --to PATH      the folder of the new store
  --log DIR2     a folder with later segments, such as the folder log of the store that was lost: they
                 continue where the backup ends
  --until TURN   the last turn that the new store has; see statecart log. Turns before the checkpoint
                 of the backup can be reached if it has the log from the first turn on
  --help         print this and do nothing
`,
    options: { to: { type: 'string' }, log: { type: 'string' }, until: { type: 'string' } },
    async run(path, { to: givenTo, log: givenLog, until: givenUntil }): Promise<ExitCode> {
      if (givenTo === undefined) throw new UsageError('--to: expected a folder, got nothing');
      const until = givenUntil === undefined ? undefined : readTurn('--until', givenUntil);
      const log = givenLog === undefined ? undefined : readPath('--log', givenLog, 'folder');
      if (log !== undefined && !existsSync(log)) {
        throw new UsageError(`--log: there is no folder ${log}`);
      }
      await assertLog(path);
      const to = readTarget('--to', givenTo, path);
      const { restoreStore, UnreachableTurnError } = await loadLmdb();
      try {
        const forms = records;
        const { turn, bytes } = await restoreStore({ from: path, to, log, until, forms });
        print(`${oneLine(to)}: as of turn ${turn}, ${bytesText(bytes)}\n`);
        return 0;
      } catch (error) {
        if (!(error instanceof UnreachableTurnError)) throw error;
        const { earliest, latest } = error;
        throw new UsageError(
          `--until: expected a turn from ${earliest} to ${latest}, which the backup and the log ` +
            `have, got ${until}`,
        );
      }
    },
  });
}
