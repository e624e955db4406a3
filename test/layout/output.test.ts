import { describe, expect, it } from 'vitest';
import { sourceFiles } from './sourceFiles.ts';

/** Where text leaves the programs. */
const OUTPUT = 'src/terminal/output.ts';
/** Its parent reads what this process writes. */
const READ_BY_PARENT = ['src/store/lmdb/integrityWorker.ts'];

const WRITES =
  /writeSync\(process\.|process\.(stdout|stderr)\.(write|end)\(|\b(console)\.\w+\(|\bpipe(line)?\(.*process\./;

function writersIn(files: ReadonlyMap<string, { readonly text: string }>): string[] {
  const code = (text: string) => text.replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, '');
  return [...files].filter(([, { text }]) => WRITES.test(code(text))).map(([file]) => file);
}

describe('the programs of src/, bench/ and examples/', () => {
  it('write to a terminal in one place, where nothing unprintable passes', () => {
    const files = new Map(
      ['src', 'bench', 'examples'].flatMap((folder) => [...sourceFiles(folder)]),
    );
    expect(writersIn(files).sort()).toEqual([...READ_BY_PARENT, OUTPUT].sort());
  });
});
