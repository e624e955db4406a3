import { RECORDS, type RecordTable } from '../schema/table.ts';
import { print } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { readPath } from '../terminal/readPath.ts';
import { assertLog } from './assertLog.ts';
import { type Command, command, type ExitCode } from './command.ts';
import { loadLmdb } from './loadLmdb.ts';

/** @param records every kind of record that may be in the store. */
export function rebuildCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart rebuild PATH [options]

Makes the checkpoint of a store again from its log, when its folder checkpoint is damaged or missing.
Begins with the first turn if the log still has all turns, otherwise with a backup. The new checkpoint is
verified before it takes the place of the old one, which stays as checkpoint.damaged-1 (or -2, ...)
until you delete it. Refused while a shop has the store open, and if the log is damaged: restore
--until makes a store of what comes before.

  --base DIR   the backup to begin with
  --help       print this and do nothing
`,
    options: { base: { type: 'string' } },
    async run(path, { base: givenBase }): Promise<ExitCode> {
      const base = givenBase === undefined ? undefined : readPath('--base', givenBase, 'folder');
      await assertLog(path);
      if (base !== undefined) await assertLog(base);
      const { rebuildCheckpoint } = await loadLmdb();
      const { turn, kept } = await rebuildCheckpoint({ path, base, forms: records });
      const old = kept === undefined ? '' : `; the old one is ${kept}`;
      print(`${oneLine(path)}: a checkpoint up to turn ${turn}${old}\n`);
      return 0;
    },
  });
}
