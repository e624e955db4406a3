import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  readonly text: string;
  /** Static imports and re-exports: paths from the top for files of ours, names for packages. */
  readonly imports: readonly string[];
}

/** Every TypeScript file of ours below a folder of the repository at `root`, by its path from the top. */
export function sourceFiles(folder: string, root = ROOT): Map<string, SourceFile> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.split(sep).includes('node_modules'))
    .map((file) => join(folder, file));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [file, { text, imports: importsIn(file, text) }];
    }),
  );
}

export function isPackage(name: string): boolean {
  return !/^(src|machines|bench|examples|tools|test)\//.test(name);
}

function importsIn(file: string, text: string): string[] {
  const { module } = parseSync(file, text);
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
  ].map((specifier) =>
    specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : specifier,
  );
}
