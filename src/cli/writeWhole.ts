import { existsSync, realpathSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../terminal/usageError.ts';

/** @throws UsageError if the file would lie in the folder, where it could overwrite the store. */
export function refuseInside(folder: string, file: string): void {
  if (file === '') throw new UsageError('--out: expected a file, got nothing');
  const parent = dirname(resolve(file));
  if (!existsSync(parent)) throw new UsageError(`--out: there is no folder ${parent}`);
  if (realpathSync(parent) === realpathSync(folder)) {
    throw new UsageError('--out: expected a file outside of the store, got one in its folder');
  }
}

/** Writes a file that appears under its name once it is complete and on disk. */
export async function writeWhole(file: string, chunks: Iterable<string>): Promise<void> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    // A device or a pipe is written directly.
    await write(await open(file, 'w'), chunks);
    return;
  }
  const draft = `${file}.${process.pid}.part`;
  try {
    const handle = await open(draft, 'wx');
    await write(handle, chunks, () => handle.sync());
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
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
