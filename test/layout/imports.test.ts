import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Every source file with what it imports: paths from the top for our own, names for packages. */
function importsOf(folder: string): Map<string, string[]> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
  return new Map(files.map((file) => [file, specifiersOf(file)]));
}

function specifiersOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'));
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
  ].map((specifier) =>
    specifier.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier)) : specifier,
  );
}

const machines = importsOf('machines');
const src = importsOf('src');
const bench = importsOf('bench');
const all = new Map([...machines, ...src, ...bench]);

/** Imports that are not allowed, as "importer → imported". */
function offences(
  files: ReadonlyMap<string, readonly string[]>,
  isAllowed: (imported: string, importer: string) => boolean,
): string[] {
  return [...files].flatMap(([importer, imported]) =>
    imported.filter((name) => !isAllowed(name, importer)).map((name) => `${importer} → ${name}`),
  );
}

function within(folder: string): Map<string, string[]> {
  return new Map([...src].filter(([file]) => file.startsWith(`src/${folder}/`)));
}

const isPackage = (name: string) => !/^(src|machines|bench|test)\//.test(name);

describe('the ladder of imports', () => {
  it('is read from all files', () => {
    expect(machines.size).toBeGreaterThan(10);
    expect(src.size).toBeGreaterThan(20);
    expect(src.get('src/shop.ts')).toContain('src/runtime/engine.ts');
  });

  it('lets machines/ import xstate and siblings only', () => {
    expect(offences(machines, (name) => name === 'xstate' || name.startsWith('machines/'))).toEqual(
      [],
    );
  });

  it('lets src/store/ import siblings, packages and the checks of arguments only', () => {
    expect(
      offences(
        within('store'),
        (name) => name.startsWith('src/store/') || name === 'src/check.ts' || isPackage(name),
      ),
    ).toEqual([]);
  });

  it('lets src/runtime/ import siblings, the store and xstate only: it knows no commerce', () => {
    expect(
      offences(within('runtime'), (name) => /^(src\/(runtime|store)\/|node:|xstate$)/.test(name)),
    ).toEqual([]);
  });

  it('lets nothing below import src/shop.ts and the doors', () => {
    const doors = [
      'src/compile.ts',
      'src/index.ts',
      'src/lmdb.ts',
      'src/search.ts',
      'src/testing.ts',
    ];
    const upward = offences(src, (name, importer) => {
      if (name === 'src/shop.ts') return doors.includes(importer);
      return !doors.includes(name);
    });
    expect(upward).toEqual([]);
  });

  it('lets nothing outside import the command-line tool, which needs no shop', () => {
    const isTool = (file: string) => file.startsWith('src/cli/');
    expect(offences(all, (name, importer) => isTool(importer) || !isTool(name))).toEqual([]);
    expect(offences(within('cli'), (name) => !/^src\/(shop|index|lmdb)\.ts$/.test(name))).toEqual(
      [],
    );
  });

  it('lets src/ reach the charts through their door only', () => {
    expect(
      offences(src, (name) => !name.startsWith('machines/') || name === 'machines/index.ts'),
    ).toEqual([]);
  });

  it('lets bench/ use the public doors only', () => {
    const doors = [
      'src/compile.ts',
      'src/index.ts',
      'src/lmdb.ts',
      'src/search.ts',
      'src/testing.ts',
      'machines/index.ts',
    ];
    expect(
      offences(
        bench,
        (name) => name.startsWith('bench/') || doors.includes(name) || isPackage(name),
      ),
    ).toEqual([]);
  });

  it('has no circles', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      done.add(file);
      for (const next of all.get(file) ?? []) visit(next, [...path, file]);
    };
    for (const file of all.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('has no barrel that re-exports everything, and no room for odds and ends', () => {
    const texts = [...all.keys()].map((file) => [file, readFileSync(join(root, file), 'utf8')]);
    expect(texts.filter(([, text]) => /^export \* /m.test(text ?? '')).map(([f]) => f)).toEqual([]);
    expect([...all.keys()].filter((file) => /\/(utils?|helpers?|types)\.ts$/.test(file))).toEqual(
      [],
    );
  });
});

describe('the runtime dependencies', () => {
  it('are those that package.json declares for users', () => {
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const used = new Set(
      [...machines.values(), ...src.values()].flat().filter((name) => isPackage(name)),
    );
    const declared = Object.keys({ ...dependencies, ...peerDependencies });
    expect([...used].filter((name) => !name.startsWith('node:')).sort()).toEqual(declared.sort());
  });
});
