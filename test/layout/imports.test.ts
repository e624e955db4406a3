import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUNGS, rungOf } from './ladder.ts';
import { isPackage, ROOT, sourceFiles } from './sourceFiles.ts';

const machines = sourceFiles('machines');
const src = sourceFiles('src');
const bench = sourceFiles('bench');
const examples = sourceFiles('examples');
const tools = sourceFiles('tools');
const soak = sourceFiles('test/soak');
const all = new Map([...machines, ...src, ...bench, ...examples, ...tools, ...soak]);
const product = new Map([...machines, ...src]);

const PAGE = 'src/watch/page/';
const DOORS = RUNGS.find(({ name }) => name === 'doors')?.paths ?? [];

/** Imports that are not allowed, as "importer → imported". */
function offences(
  files: typeof all,
  isAllowed: (imported: string, importer: string) => boolean,
): string[] {
  return [...files].flatMap(([importer, { imports }]) =>
    imports.filter((name) => !isAllowed(name, importer)).map((name) => `${importer} → ${name}`),
  );
}

function within(folder: string): typeof all {
  return new Map([...src].filter(([file]) => file.startsWith(`src/${folder}/`)));
}

describe('the ladder of imports', () => {
  it('is read from all files', () => {
    expect(machines.size).toBeGreaterThan(10);
    expect(src.size).toBeGreaterThan(100);
    expect(src.get('src/shop.ts')?.imports).toContain('src/runtime/engine.ts');
  });

  it('gives every file of machines/ and src/ a rung', () => {
    expect([...product.keys()].filter((file) => rungOf(file) === undefined)).toEqual([]);
  });

  it('leads down only: no file imports one of a higher rung', () => {
    const heightOf = (file: string) => RUNGS.indexOf(rungOf(file) as (typeof RUNGS)[number]);
    expect(
      offences(
        product,
        (name, importer) => isPackage(name) || heightOf(name) <= heightOf(importer),
      ),
    ).toEqual([]);
  });

  it('lets machines/ import xstate and siblings only', () => {
    expect(offences(machines, (name) => name === 'xstate' || name.startsWith('machines/'))).toEqual(
      [],
    );
  });

  it('lets src/base/ import siblings and packages only', () => {
    expect(
      offences(within('base'), (name) => name.startsWith('src/base/') || isPackage(name)),
    ).toEqual([]);
  });

  it('lets src/search/ import siblings, packages and the ground floor only: it knows no shop', () => {
    expect(
      offences(within('search'), (name) => /^src\/(search|base)\//.test(name) || isPackage(name)),
    ).toEqual([]);
  });

  it('lets src/store/ import siblings, packages and the ground floor only', () => {
    expect(
      offences(within('store'), (name) => /^src\/(store|base)\//.test(name) || isPackage(name)),
    ).toEqual([]);
  });

  it('lets src/runtime/ import no commerce', () => {
    expect(
      offences(within('runtime'), (name) =>
        /^(src\/(runtime|store|xstate|charts|base)\/|src\/schema\/(actor|chart|clock|record|storedActor|turn)\w*\.ts|node:|xstate$)/.test(
          name,
        ),
      ),
    ).toEqual([]);
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

  it('lets the drawing of charts import nothing of Node.js: it runs in a browser, too', () => {
    const reached = new Set<string>(['src/charts/toMermaid.ts', 'src/charts/toSvg.ts']);
    for (const file of reached) for (const name of src.get(file)?.imports ?? []) reached.add(name);
    expect(reached).toContain('src/charts/toDot.ts');
    expect([...reached].filter((name) => isPackage(name))).toEqual(['xstate', 'leven']);
  });

  it('lets the live page import siblings, packages and what its server sends only: it runs in a browser', () => {
    const isOfPage = (file: string) => file.startsWith(PAGE);
    expect(
      offences(
        within('watch/page'),
        (name) => isOfPage(name) || name === 'src/watch/watchTypes.ts' || isPackage(name),
      ),
    ).toEqual([]);
    expect(offences(all, (name, importer) => isOfPage(importer) || !isOfPage(name))).toEqual([]);
  });

  it('lets src/terminal/ import siblings, packages and the ground floor only', () => {
    expect(
      offences(
        within('terminal'),
        (name) => /^src\/(terminal|base)\//.test(name) || isPackage(name),
      ),
    ).toEqual([]);
  });

  // The kit of src/terminal/ is no door for users: it is there so that all programs of the project
  // read flags, print tables and end in the same way. It knows no shop.
  it('lets bench/ and examples/ use the public doors and src/terminal/ only', () => {
    for (const [folder, files] of Object.entries({ bench, examples })) {
      expect(
        offences(
          files,
          (name) =>
            name.startsWith(`${folder}/`) ||
            name.startsWith('src/terminal/') ||
            DOORS.includes(name) ||
            isPackage(name),
        ),
      ).toEqual([]);
    }
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
      for (const next of all.get(file)?.imports ?? []) visit(next, [...path, file]);
    };
    for (const file of all.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('has no barrel that re-exports everything, and no room for odds and ends', () => {
    const barrels = [...all].filter(([, { text }]) => /^export \* /m.test(text));
    expect(barrels.map(([file]) => file)).toEqual([]);
    const vague = /(^|\/)(utils?|helpers?|types|common|misc|lib|shared)(\.ts|\/)/;
    expect([...all.keys()].filter((file) => vague.test(file))).toEqual([]);
  });
});

describe('the runtime dependencies', () => {
  it('are those that package.json declares for users', () => {
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    const used = new Set(
      [...product]
        // The build bundles the packages of the live page with it.
        .filter(([file]) => !file.startsWith(PAGE))
        .flatMap(([, { imports }]) => imports)
        .filter((name) => isPackage(name)),
    );
    const declared = Object.keys({ ...dependencies, ...peerDependencies });
    expect([...used].filter((name) => !name.startsWith('node:')).sort()).toEqual(declared.sort());
  });
});
