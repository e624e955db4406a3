import { parseSync } from 'oxc-parser';
import { type SourceFile, sourceFiles } from '../layout/sourceFiles.ts';

/** An example of TypeScript in a docstring. */
export interface DocstringExample {
  /** Where it stands. */
  readonly file: string;
  /** The line at which it begins, from 1 on. */
  readonly line: number;
  readonly code: string;
}

const FENCE = '```';

/** The examples in the docstrings of machines/ and src/: what follows `@example`, and blocks of `ts`. */
export function docstringExamples(): DocstringExample[] {
  return ['machines', 'src'].flatMap((folder) =>
    [...sourceFiles(folder)].flatMap(([file, source]) => examplesIn(file, source)),
  );
}

function examplesIn(file: string, { text }: SourceFile): DocstringExample[] {
  const docstrings = parseSync(file, text).comments.filter(({ value }) => value.startsWith('*'));
  return docstrings.flatMap(({ value, start }) => {
    const firstLine = text.slice(0, start).split('\n').length;
    const lines = value.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
    return codeIn(lines).map(({ at, code }) => ({ file, line: firstLine + at, code }));
  });
}

/** The code in the lines of a docstring, and the index of the line at which it begins. */
function codeIn(lines: readonly string[]): { readonly at: number; readonly code: string }[] {
  return lines.flatMap((line, index) => {
    const isTag = line.startsWith('@example');
    if (!isTag && line !== `${FENCE}ts`) return [];
    const rest = lines.slice(index + 1);
    const end = isTag ? rest.findIndex((next) => /^@\w/.test(next)) : rest.indexOf(FENCE);
    return [{ at: index + 1, code: rest.slice(0, end < 0 ? undefined : end).join('\n') }];
  });
}
