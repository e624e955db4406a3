import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { numberText } from '../../src/terminal/numberText.ts';
import { type DoorSizes, doorSizes } from '../../tools/sizes/doorSizes.ts';
import { type PackageSizes, packageSizes } from '../../tools/sizes/packageSizes.ts';
import {
  MAX_INSTALLED_BYTES,
  MAX_MINIFIED_BYTES,
  MAX_PACKED_BYTES,
} from '../../tools/sizes/sizeBounds.ts';
import { sizeProblems } from '../../tools/sizes/sizeProblems.ts';
import { ROOT } from '../layout/sourceFiles.ts';

let sizes: PackageSizes;
let doors: readonly DoorSizes[];
beforeAll(async () => {
  sizes = packageSizes(ROOT);
  doors = await doorSizes(ROOT);
});

describe('the package', () => {
  it('has what runs, its types, sources and maps, the documents, and nothing of tests, benchmarks and tools', () => {
    const folders = /^(dist\/)?(src|machines)\//;
    const documents = /^(docs|examples)\//;
    const isElse = (file: string) => !folders.test(file) && !documents.test(file);
    expect(sizes.files.filter(isElse).sort()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'package.json',
    ]);
    const pages = /\.(md|png|ts)$/;
    expect(sizes.files.filter((file) => documents.test(file) && !pages.test(file))).toEqual([]);
    const kinds = /(\.ts|\.js|\.d\.ts\.map|\.js\.map)$/;
    const others = sizes.files.filter((file) => folders.test(file) && !kinds.test(file));
    expect(others).toEqual(['dist/src/watch/page.html']);
    expect(sizes.files.filter((file) => file.startsWith('src/watch/page/'))).toEqual([]);
  });

  it('has the source that each of its maps names', () => {
    const files = new Set(sizes.files);
    const maps = sizes.files.filter((file) => file.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(1000);
    const sourcesOf = (map: string): string[] =>
      JSON.parse(readFileSync(join(ROOT, map), 'utf8')).sources.map((source: string) =>
        join(dirname(map), source),
      );
    expect(maps.flatMap(sourcesOf).filter((source) => !files.has(source))).toEqual([]);
  });

  it('is as large as its bounds say, and so is each entry point', () => {
    expect(sizeProblems(sizes, doors)).toEqual([]);
    expect(doors.map(({ name }) => name).sort()).toEqual(Object.keys(MAX_MINIFIED_BYTES).sort());
  });

  it('needs other packages only where the documentation says so', () => {
    const needs = Object.fromEntries(doors.map(({ name, needs }) => [name, needs]));
    expect(needs).toMatchObject({
      statecart: ['xstate'],
      'statecart/disk': ['lmdb'],
      'statecart/email': ['nodemailer'],
      'statecart/inspect': ['ws', 'xstate'],
      'statecart/lmdb': ['lmdb'],
      'statecart/otel': ['@opentelemetry/api'],
      'statecart/push': ['web-push'],
      'statecart/search': [],
      'statecart/sms': [],
      'statecart/webhook': [],
    });
  });
});

describe('a size', () => {
  const problemsWith = (changed: Partial<PackageSizes>, grown: readonly DoorSizes[] = doors) =>
    sizeProblems({ ...sizes, ...changed }, grown);

  it('above its bound is named with its bytes', () => {
    expect(problemsWith({ packed: MAX_PACKED_BYTES + 1 })).toEqual([
      `the archive has ${numberText(MAX_PACKED_BYTES + 1)} bytes, at most ${numberText(MAX_PACKED_BYTES)}`,
    ]);
    const [door] = doors as [DoorSizes];
    expect(problemsWith({}, [{ ...door, minified: 1_000_000 }])).toEqual([
      'statecart has 1,000,000 bytes, at most 460,000',
    ]);
  });

  it('far below its bound asks for a lower one', () => {
    expect(problemsWith({ installed: 1000 })).toEqual([
      `the installed package has only 1,000 bytes: lower its bound of ${numberText(MAX_INSTALLED_BYTES)}`,
    ]);
  });

  it('of a new entry point needs a bound', () => {
    const [door] = doors as [DoorSizes];
    expect(problemsWith({}, [{ ...door, name: 'statecart/new' }])).toEqual([
      'statecart/new has no bound',
    ]);
  });
});
