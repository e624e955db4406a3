import type { Fault } from '../fault.ts';

const OWNERS = 'test/process/owners/owners.test.ts';
const PATHS = 'test/process/store/paths.test.ts';

/** Who may write to a store, and where one can be made. */
export const OWNERS_FAULTS: readonly Fault[] = [
  {
    rule: 'a writer is replaced only if it is still the one that was found dead',
    file: 'src/store/lmdb/writerLock.ts',
    from: 'if (readWriter(root)?.token !== writer?.token) return false;',
    to: '',
    tests: [OWNERS],
  },
  {
    rule: 'a writer that lives is not replaced',
    file: 'src/store/lmdb/writerLock.ts',
    from: 'if (alive === true) throw new Error(inUseMessage(writer));',
    to: '',
    tests: [OWNERS],
  },
  {
    rule: 'an opening that was replaced writes nothing',
    file: 'src/store/lmdb/groupCommit.ts',
    from: 'if (!isWriter) throw this.#replacedError();',
    to: '',
    tests: [OWNERS],
  },
  {
    rule: 'the writer that a copy of a store names does not own the copy',
    file: 'src/store/lmdb/currentWriter.ts',
    from: "if (writer.inode !== '' && writer.inode !== String(inodesOf(path).data)) return false;",
    to: '',
    tests: [OWNERS],
  },
  {
    rule: 'a writer that is seen to live lives, whatever the table of readers says',
    file: 'src/store/lmdb/currentWriter.ts',
    from: 'if (known !== undefined) return known;',
    to: '',
    tests: [OWNERS],
  },
  {
    rule: 'the folders above a store are made with it',
    file: 'src/store/lmdb/makeFolder.ts',
    from: 'missing.unshift(folder);',
    to: 'missing[0] = folder;',
    tests: [PATHS],
  },
  {
    rule: 'a store at the path of a file is refused',
    file: 'src/store/lmdb/makeFolder.ts',
    from: "if (!statSync(path).isDirectory()) throw new Error('it is a file; a store is a folder');",
    to: '',
    tests: [PATHS],
  },
];
