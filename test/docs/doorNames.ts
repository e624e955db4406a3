import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { ROOT } from './documents.ts';

/** The names that each door of the package exports, by the door: `statecart/disk`. */
export const DOOR_NAMES: ReadonlyMap<string, readonly string[]> = readDoorNames();

function readDoorNames(): Map<string, readonly string[]> {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const doors = Object.keys(exports).filter((door) => door !== './package.json');
  return new Map(
    doors.map((door) => {
      const file = `src/${door === '.' ? 'index' : door.slice(2)}.ts`;
      return [door.replace('.', 'statecart'), exportedNames(file)];
    }),
  );
}

function exportedNames(file: string): string[] {
  const { module } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  return module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName }) => exportName.name ?? []),
  );
}

/**
 * Imports of the names of the package that a piece of code uses without importing or declaring them itself: examples in
 * docstrings leave them out.
 */
export function missingImports(code: string): string {
  const taken = new Set(
    [
      ...[...code.matchAll(/import (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) =>
        names.split(',').map((name) => name.trim()),
      ),
      ...[...code.matchAll(/\b(?:const|let|class|function|type|interface) (\w+)/g)].map(
        ([, name = '']) => name,
      ),
    ].filter((name) => name !== ''),
  );
  // What stands in a text or a comment, or is a member, does not use a name.
  const bare = code.replace(/'[^']*'|\/\/.*$/gm, '').replace(/\.\w+/g, '');
  const imports: string[] = [];
  for (const [door, names] of DOOR_NAMES) {
    const used = names.filter((name) => !taken.has(name) && new RegExp(`\\b${name}\\b`).test(bare));
    for (const name of used) taken.add(name);
    if (used.length > 0) imports.push(`import { ${used.join(', ')} } from '${door}';`);
  }
  return imports.join('\n');
}
