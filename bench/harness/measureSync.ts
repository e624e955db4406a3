import { closeSync, fdatasync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from './median.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const WRITES = 50;
const WRITE_BYTES = 4096;

/**
 * The median time of a write of 4 KiB and its fdatasync, in microseconds. A disk that has to move data to
 * a durable medium takes hundreds of them and more; a virtual disk that keeps it in a cache takes less.
 */
export async function measureSync(): Promise<number> {
  const { path, remove } = temporaryFolder();
  const file = openSync(join(path, 'synced'), 'w');
  try {
    const bytes = Buffer.alloc(WRITE_BYTES, 1);
    const times: number[] = [];
    for (let write = 0; write < WRITES; write++) {
      const startedAt = performance.now();
      writeSync(file, bytes);
      await promisify(fdatasync)(file);
      times.push((performance.now() - startedAt) * 1000);
    }
    return Math.round(median(times));
  } finally {
    closeSync(file);
    remove();
  }
}
