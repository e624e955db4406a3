import type { RootDatabase } from 'lmdb';
import { inodesOf } from './databaseFile.ts';
import { hasReader } from './readerTable.ts';
import { isThreadAlive, ownNamespace } from './threadIdentity.ts';
import { describeWriter, readWriter, type Writer } from './writerRecord.ts';

export function inUseMessage(writer: Writer): string {
  return `it is in use by ${describeWriter(writer)}`;
}

/** The writer, if there is one in another process and it lives. */
export function currentWriter(root: RootDatabase, path: string): Writer | undefined {
  const writer = readWriter(root);
  return writer !== undefined && isAlive(root, path, writer) === true ? writer : undefined;
}

/**
 * True when the writer lives in another process; undefined when only another process can tell. A
 * writer of this process is dead for an opening that has the lock within the process.
 */
export function isAlive(root: RootDatabase, path: string, writer: Writer): boolean | undefined {
  if (writer.inode !== '' && writer.inode !== String(inodesOf(path).data)) return false;
  const namespace = ownNamespace();
  const isSameId = writer.pid === process.pid;
  if (namespace !== '' && writer.namespace === namespace) {
    if (isSameId) return false;
    const known = isThreadAlive(writer);
    if (known !== undefined) return known;
  } else if (isSameId) {
    // Elsewhere than on Linux, process ids have no namespaces: it is an earlier process.
    return process.platform === 'linux' ? undefined : false;
  }
  return hasReader(root, writer.pid);
}
