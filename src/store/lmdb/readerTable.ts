import { readFileSync } from 'node:fs';
import type { RootDatabase } from 'lmdb';
import { inodesOf } from './databaseFile.ts';

/**
 * True when a process is in LMDB's table of readers: a lock on the file, of the kernel's and across
 * PID namespaces, ends with the process. This process itself is always taken for alive.
 */
export function hasReader(root: RootDatabase, pid: number): boolean {
  root.readerCheck();
  const readers = root.readerList().matchAll(/^\s*(\d+)\s/gm);
  return [...readers].some(([, reader]) => Number(reader) === pid);
}

/**
 * True when the table has the id of a process that has not entered it: a process of another PID
 * namespace has the same id, or had it. LMDB could not tell the two apart. Its package waits for ten
 * seconds then, and ends the process.
 */
export function hasNamesake(root: RootDatabase, path: string, pid: number): boolean {
  // Only Linux has such namespaces.
  return process.platform === 'linux' && hasReader(root, pid) && !holdsPlace(path, pid);
}

export function namesakeMessage(pid: number): string {
  return `a process of another container has it open, and has the id of this one: ${pid}`;
}

/** Enters this process into the table, where it stays until `root` is closed. */
export function enterReaderTable(root: RootDatabase): void {
  root.useReadTransaction().done();
}

/** True when the process has the lock by which LMDB knows that it lives: on the byte of its id. */
function holdsPlace(path: string, pid: number): boolean {
  try {
    const lock = ` ${pid} [0-9a-f]+:[0-9a-f]+:${inodesOf(path).lock} ${pid} ${pid}$`;
    return new RegExp(lock, 'm').test(readFileSync('/proc/locks', 'utf8'));
  } catch {
    return true; // Where the system does not tell, a namesake is not looked for.
  }
}
