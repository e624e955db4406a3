import { RECORDS, type RecordTable } from '../schema/table.ts';
import { bytesText } from '../terminal/bytesText.ts';
import { print } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { UsageError } from '../terminal/usageError.ts';
import { assertLog } from './assertLog.ts';
import { type Command, command, type ExitCode } from './command.ts';
import { loadLmdb } from './loadLmdb.ts';
import { readTarget } from './readTarget.ts';

/** @param records every kind of record that may be in the store. */
export function backupCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart backup PATH --to DIR

Copies a store with its log into a new or empty folder, as it is after one of its turns, and says which
one. Works while a shop has the store open, and changes nothing there. The copy is read back, and
appears when it is complete and on disk, for its owner alone to read. It is a store as well: restore
makes another one of it, and inspect, audit, check, export and log read it.

  --to DIR   the folder of the copy
  --help     print this and do nothing
`,
    options: { to: { type: 'string' } },
    async run(path, { to: given }): Promise<ExitCode> {
      if (given === undefined) throw new UsageError('--to: expected a folder, got nothing');
      await assertLog(path);
      const to = readTarget('--to', given, path);
      const { backupStore } = await loadLmdb();
      const { turn, bytes } = await backupStore({ path, to, forms: records });
      print(`${oneLine(to)}: up to turn ${turn}, ${bytesText(bytes)}\n`);
      return 0;
    },
  });
}
