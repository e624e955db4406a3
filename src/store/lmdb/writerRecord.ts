import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { asBinary, type RootDatabase } from 'lmdb';
import type { StoreInodes } from './databaseFile.ts';
import { ownThread, type ThreadIdentity } from './threadIdentity.ts';

/** The opening that may write to a store. */
export interface Writer extends ThreadIdentity {
  /** A random number of this opening, by which each commit finds out whether it may still write. */
  readonly token: number;
  readonly host: string;
  /** The inode of the data file; empty if unknown. In a copy of the file, the writer is no writer. */
  readonly inode: string;
}

/**
 * Names of the records that say who writes. Part of the format on disk, beside the store's records.
 * A writer is its token, 8 bytes as LMDB compares them, and JSON. `owner` is its process id alone,
 * which is all that the first release reads and writes.
 */
export const WRITER_KEY = 'writer';
const OWNER_KEY = 'owner';

const TOKEN_BYTES = 8;
const MAX_TOKEN = 2 ** 48 - 1;

/** This thread, with a token of its own. */
export function newWriter({ data }: StoreInodes): Writer {
  const token = randomInt(1, MAX_TOKEN);
  return { ...ownThread(), token, host: hostname(), inode: String(data ?? '') };
}

/** The writer that the store names, alive or not. */
export function readWriter(root: RootDatabase): Writer | undefined {
  const owner = root.get(OWNER_KEY) as number | undefined;
  if (owner === undefined) return undefined;
  const bytes = root.getBinary(WRITER_KEY);
  const writer = bytes === undefined ? undefined : parseWriter(bytes);
  if (writer?.pid === owner) return writer;
  return { token: 0, host: '', inode: '', pid: owner, namespace: '', thread: 0, startedAt: '' };
}

function parseWriter(bytes: Buffer): Writer | undefined {
  if (bytes.length <= TOKEN_BYTES) return undefined;
  const token = new Float64Array(Uint8Array.from(bytes.subarray(0, TOKEN_BYTES)).buffer)[0];
  const thread = JSON.parse(bytes.toString('utf8', TOKEN_BYTES)) as Omit<Writer, 'token'>;
  return { ...thread, token: token as number };
}

/** Stores the writer. Call it within a write transaction. */
export function putWriter(root: RootDatabase, { token, ...thread }: Writer): void {
  const number = Buffer.from(Float64Array.of(token).buffer);
  const text = Buffer.from(JSON.stringify(thread));
  root.putSync(WRITER_KEY, asBinary(Buffer.concat([number, text])));
  root.putSync(OWNER_KEY, thread.pid);
}

/** Stores that there is no writer. Call it within a write transaction. */
export function removeWriter(root: RootDatabase): void {
  root.removeSync(WRITER_KEY);
  root.removeSync(OWNER_KEY);
}

/** Names the writer in an error text: `process 7`, with its host if that is another one. */
export function describeWriter({ pid, host }: Writer): string {
  return host === '' || host === hostname()
    ? `process ${pid}`
    : `process ${pid} of the host ${host}`;
}
