import {
  close,
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  fsync,
  ftruncateSync,
  linkSync,
  open,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writev,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FILE_MODE } from '../lmdb/databaseFile.ts';
import type { LogFile, LogFolder } from './logFolder.ts';

/** The files in a folder of the system. */
export function systemFolder(path: string): LogFolder {
  return {
    list: () => readdirSync(path),
    create(name, bytes) {
      const fd = openSync(join(path, name), 'wx+', FILE_MODE);
      // A write within the file's length need not store a new length each time.
      ftruncateSync(fd, bytes);
      return new SystemFile(fd, path, name);
    },
    open: (name) => new SystemFile(openSync(join(path, name), 'r'), path, name),
    openForWriting: (name) => new SystemFile(openSync(join(path, name), 'r+'), path, name),
    rename: (from, to) => renameToFree(join(path, from), join(path, to)),
    remove: (name) => rmSync(join(path, name), { force: true }),
    sync: () => syncFolder(path),
  };
}

/** A rename alone would replace the file that has the name. @throws Error if there is one. */
function renameToFree(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    // Some file systems have no links. There, a file created since this check would be replaced.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(to)) throw error;
    renameSync(from, to);
    return;
  }
  rmSync(from);
}

/** Resolves when the names in a folder are on disk. */
export async function syncFolder(path: string): Promise<void> {
  const fd = await promisify(open)(path, 'r');
  try {
    await promisify(fsync)(fd);
  } finally {
    await promisify(close)(fd);
  }
}

class SystemFile implements LogFile {
  readonly #fd: number;
  readonly #folder: string;
  #name: string;
  readonly #inode: bigint;

  constructor(fd: number, folder: string, name: string) {
    this.#fd = fd;
    this.#folder = folder;
    this.#name = name;
    this.#inode = fstatSync(fd, { bigint: true }).ino;
  }

  get size(): number {
    return fstatSync(this.#fd).size;
  }

  write(pieces: readonly Uint8Array[], position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = (rest: readonly Uint8Array[], at: number) => {
        writev(this.#fd, rest, at, (error, written) => {
          if (error !== null) reject(error);
          else {
            const left = without(rest, written);
            if (left.length === 0) resolve();
            else if (written === 0) reject(new Error('the system has written nothing'));
            else step(left, at + written);
          }
        });
      };
      step(pieces, position);
    });
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#fd, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  read(target: Uint8Array, position: number): number {
    let length = 0;
    while (length < target.length) {
      const count = readSync(this.#fd, target, length, target.length - length, position + length);
      if (count === 0) break;
      length += count;
    }
    return length;
  }

  renamed(name: string): void {
    this.#name = name;
  }

  isInPlace(): boolean {
    const found = statSync(join(this.#folder, this.#name), { bigint: true, throwIfNoEntry: false });
    return found?.ino === this.#inode;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** The pieces without their first bytes. */
function without(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let left = bytes;
  const rest: Uint8Array[] = [];
  for (const piece of pieces) {
    if (left < piece.length) rest.push(left === 0 ? piece : piece.subarray(left));
    left = Math.max(0, left - piece.length);
  }
  return rest;
}
