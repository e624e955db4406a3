import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { roomText } from '../../describeFailure.ts';
import { isThreadAlive, ownNamespace, ownThread } from '../../lmdb/threadIdentity.ts';

/**
 * Names of the folders in which copies are made, beside the place that they get when complete. The rest of
 * a name says who makes it: the PID namespace, process, thread and its start.
 */
const DRAFT_PREFIX = 'statecart-draft-';

/** How old a draft is before it is taken for abandoned where the system does not tell. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** A folder that gets its name when it is complete and on disk, or never. */
export class DraftFolder {
  readonly path: string;
  readonly #target: string;
  #isPublished = false;

  private constructor(path: string, target: string) {
    this.path = path;
    this.#target = target;
  }

  /**
   * Makes the draft beside the target, for this user alone, and removes the drafts there whose processes
   * have ended.
   *
   * @throws Error if the target is neither new nor an empty folder, or the draft cannot be made.
   */
  static make(target: string): DraftFolder {
    assertFree(target);
    const parent = dirname(resolve(target));
    removeAbandoned(parent);
    try {
      return new DraftFolder(mkdtempSync(join(parent, ownPrefix())), resolve(target));
    } catch (error) {
      throw copyError(target, error);
    }
  }

  /** Gives the folder its name once everything in it is on disk. @returns its bytes. */
  publish(): number {
    const bytes = syncTree(this.path);
    try {
      renameSync(this.path, this.#target);
    } catch (error) {
      // Some systems do not replace an empty folder.
      assertFree(this.#target);
      if (statSync(this.#target, { throwIfNoEntry: false }) === undefined) throw error;
      rmdirSync(this.#target);
      renameSync(this.path, this.#target);
    }
    this.#isPublished = true;
    sync(dirname(this.#target));
    return bytes;
  }

  /** Removes the draft, unless it has its name. */
  remove(): void {
    if (!this.#isPublished) rmSync(this.path, { recursive: true, force: true });
  }
}

/** An error that says what was to be made, and how much room there is if that may be the reason. */
export function copyError(target: string, cause: unknown): Error {
  const { message } = cause as Error;
  const isFull = /ENOSPC|EDQUOT|No space left|quota/i.test(message);
  const room = isFull ? roomText(dirname(resolve(target))) : '';
  return new Error(`the copy at ${target} cannot be made: ${message}${room}`, { cause });
}

/** @throws Error if something is in the way, or the folder above is missing. */
function assertFree(target: string): void {
  const expected = `${target}: expected a new or empty folder`;
  const found = statSync(target, { throwIfNoEntry: false });
  const parent = statSync(dirname(resolve(target)), { throwIfNoEntry: false });
  if (parent?.isDirectory() !== true) {
    throw new Error(`${expected}, got one in ${dirname(resolve(target))}, which is no folder`);
  }
  if (found === undefined) return;
  if (!found.isDirectory()) throw new Error(`${expected}, got a file`);
  const [first] = readdirSync(target);
  if (first !== undefined) throw new Error(`${expected}, got one with ${first} in it`);
  if (found.dev !== parent.dev) {
    throw new Error(`${expected}, got a mounted disk: name a new folder on it`);
  }
}

/** Removes the drafts of processes that were killed. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(DRAFT_PREFIX) || !isAbandoned(join(parent, name))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {} // It may belong to another user.
  }
}

function ownPrefix(): string {
  const { namespace, pid, thread, startedAt } = ownThread();
  return `${DRAFT_PREFIX}${namespaceMark(namespace)}-${pid}-${thread}-${startedAt}-`;
}

/** A short text for a PID namespace; empty where the system has none or does not tell. */
function namespaceMark(namespace: string): string {
  return namespace === '' ? '' : crc32(namespace).toString(16);
}

function isAbandoned(draft: string): boolean {
  const maker = basename(draft).slice(DRAFT_PREFIX.length).split('-');
  const [mark = '', pid, thread, startedAt = ''] = maker;
  const namespace = ownNamespace();
  if (mark !== '' && mark === namespaceMark(namespace)) {
    const identity = { namespace, pid: Number(pid), thread: Number(thread), startedAt };
    return isThreadAlive(identity) !== true;
  }
  const found = statSync(draft, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS;
}

/** Waits until all files and folders in a folder are on disk. @returns the bytes of the files. */
export function syncTree(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += syncTree(path);
    else {
      sync(path);
      bytes += statSync(path).size;
    }
  }
  sync(folder);
  return bytes;
}

/** Waits until a file, or the names in a folder, are on disk. */
export function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } catch (error) {
    throw new Error(`${basename(path)}: ${(error as Error).message}`, { cause: error });
  } finally {
    closeSync(file);
  }
}
