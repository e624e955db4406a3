import { bytesText } from '../terminal/bytesText.ts';
import { print } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { command, type ExitCode } from './command.ts';
import { loadLmdb } from './loadLmdb.ts';

export const compact = command({
  help: `Usage: statecart compact PATH

Writes a copy of the store without unused space, and replaces the store by it once the copy is on disk
and has been read back. Until then the store stays as it was, even if the command is killed. For a
while the disk needs room for both. Refused while a shop has the store open.

  --help   print this and do nothing
`,
  options: {},
  async run(path): Promise<ExitCode> {
    const { compactStore } = await loadLmdb();
    const { before, after } = await compactStore(path);
    print(`${oneLine(path)}: ${bytesText(before)} before, ${bytesText(after)} after\n`);
    return 0;
  },
});
