import { bytesText } from '../terminal/bytesText.ts';
import { command, type ExitCode } from './command.ts';
import { loadLmdb } from './loadLmdb.ts';

export const compact = command({
  help: `Usage: statecart compact PATH

Writes the store anew without the space that nothing uses any more, and puts that in its place once
it is on disk and has been read. Until then the store is as it was, also if this is killed. Takes as
much room on the disk, for a while, as the records need. Refused while a shop has the store open.

  --help   print this and do nothing
`,
  options: {},
  async run(path): Promise<ExitCode> {
    const { compactStore } = await loadLmdb();
    const { before, after } = await compactStore(path);
    process.stdout.write(`${path}: ${bytesText(before)} before, ${bytesText(after)} after\n`);
    return 0;
  },
});
