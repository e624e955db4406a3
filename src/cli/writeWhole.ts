import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../terminal/usageError.ts';

/** The mode of an export, less what the umask takes: names and addresses are not for all users. */
const FILE_MODE = 0o600;

/** @throws UsageError if the file would lie in the folder, where it could overwrite the store. */
export function refuseInside(folder: string, file: string): void {
  if (realpathSync(existingParent(file)) === realpathSync(folder)) {
    throw new UsageError('--out: expected a file outside of the store, got one in its folder');
  }
}

/**
 * The folder of a file to write.
 *
 * @throws UsageError if there is no such folder, or no name of a file.
 */
export function existingParent(file: string): string {
  if (file === '') throw new UsageError('--out: expected a file, got nothing');
  const parent = dirname(resolve(file));
  if (!existsSync(parent)) throw new UsageError(`--out: there is no folder ${parent}`);
  return parent;
}

/** @throws UsageError if there is a file, or a link to one or to nothing. A device or a pipe is none. */
export function refuseExisting(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined || isStream(file)) return;
  throw existingError(file);
}

function existingError(file: string): UsageError {
  return new UsageError(
    `--out: expected a new file, got ${file}, which exists: --force replaces it`,
  );
}

/** True when the path is that of a device or a pipe. */
function isStream(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile();
}

/**
 * Writes a file that appears under its name once it is complete and on disk.
 *
 * @param options.force replaces a file that exists.
 * @param options.mode who may read it, less what the umask takes; only its owner if left out.
 * @throws UsageError if a file has appeared under the name meanwhile.
 */
export async function writeWhole(
  file: string,
  chunks: Iterable<string>,
  { force, mode = FILE_MODE }: { readonly force: boolean; readonly mode?: number },
): Promise<void> {
  if (isStream(file)) {
    await write(await open(file, 'w'), chunks);
    return;
  }
  const draft = `${file}.${process.pid}.part`;
  try {
    const handle = await open(draft, 'wx', mode);
    await write(handle, chunks, () => handle.sync());
    if (!force) await linkNew(draft, file);
    else await rename(draft, file);
    await rm(draft, { force: true });
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Gives the file its name, unless something has it. */
async function linkNew(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw existingError(file);
    // Some file systems have no links. There, a file made since this check would be replaced.
    refuseExisting(file);
    await rename(draft, file);
  }
}

async function write(
  handle: FileHandle,
  chunks: Iterable<string>,
  finish = async () => {},
): Promise<void> {
  try {
    for (const chunk of chunks) await handle.writeFile(chunk);
    await finish();
  } finally {
    await handle.close();
  }
}
