import { RECORDS } from '../schema/table.ts';
import type { StoreKind } from '../store/storeKinds.ts';
import { bytesText } from '../terminal/bytesText.ts';
import { print } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { command, type ExitCode } from './command.ts';
import { loadLmdb } from './loadLmdb.ts';

export const compact = command({
  help: `Usage: statecart compact PATH

Writes a copy of the store without unused space, and replaces the store by it once the copy is on disk
and has been read back. Until then the store stays as it was, even if the command is killed. For a
while the disk needs room for both. Refused while a shop has the store open. In a store with a log, this
compacts the checkpoint; the log gets shorter by itself.

  --help   print this and do nothing
`,
  options: {},
  async run(path): Promise<ExitCode> {
    const { before, after } = await (await kindAt(path)).compact(path);
    print(`${oneLine(path)}: ${bytesText(before)} before, ${bytesText(after)} after\n`);
    return 0;
  },
});

async function kindAt(path: string): Promise<StoreKind> {
  const { storeKind, storeKindAt } = await loadLmdb();
  try {
    return storeKind(storeKindAt(path), RECORDS);
  } catch (error) {
    throw new Error(`the store at ${path} cannot be compacted: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
