import { type Expression, type Node, parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { PROJECTS } from './projects.ts';
import { sourceFiles } from './sourceFiles.ts';

const files = sourceFiles('test');
const allFiles = new Map(['test', 'src', 'machines'].flatMap((folder) => [...sourceFiles(folder)]));
const testFiles = [...files.keys()].filter((file) => file.endsWith('.test.ts'));

function projectsOf(file: string): string[] {
  return PROJECTS.filter(({ folders }) => folders.some((folder) => file.startsWith(folder))).map(
    ({ name }) => name,
  );
}

/** A file and the files that it imports, directly or not. @param of those that count, such as the ones of test/. */
function withImports(file: string, of = files, found = new Set<string>()): Set<string> {
  if (found.has(file) || !of.has(file)) return found;
  found.add(file);
  for (const imported of of.get(file)?.imports ?? []) withImports(imported, of, found);
  return found;
}

describe('the projects', () => {
  it('run each test file once', () => {
    expect(testFiles.length).toBeGreaterThan(100);
    expect(testFiles.filter((file) => projectsOf(file).length !== 1)).toEqual([]);
  });

  for (const { name, folders } of PROJECTS.filter(({ needsNoBuild }) => needsNoBuild)) {
    it(`need no build for ${name}, and it starts no process`, () => {
      const starters = /^(statecart(\/|$)|src\/lmdb\.ts$|node:(child_process|worker_threads)$)/;
      const offences = testFiles
        .filter((file) => folders.some((folder) => file.startsWith(folder)))
        .flatMap((file) =>
          [...withImports(file)]
            .filter((used) => {
              const { text = '', imports = [] } = files.get(used) ?? {};
              const isLayout = used.startsWith('test/layout/');
              const readsDist =
                !isLayout && /['"`/]dist\/(src|machines|bench|examples|tools|test)\//.test(text);
              return readsDist || imports.some((imported) => starters.test(imported));
            })
            .map((used) => (used === file ? file : `${file} by way of ${used}`)),
        );
      expect(offences).toEqual([]);
    });

    it(`need none of the programs that the build embeds for ${name}`, () => {
      const offences = testFiles
        .filter((file) => folders.some((folder) => file.startsWith(folder)))
        .flatMap((file) =>
          [...withImports(file, allFiles)]
            .filter((used) =>
              allFiles.get(used)?.imports.some((name) => name.endsWith('Program.js')),
            )
            .map((used) => `${file} by way of ${used}`),
        );
      expect(offences).toEqual([]);
    });
  }
});

describe('the tests', () => {
  it('replace no module: the files of a worker share theirs, and Node.js itself loads those of the build', () => {
    const mocking = [...files].filter(([, { text }]) => /\bvi\.(do)?[mM]ock\(/.test(text));
    expect(mocking.map(([file]) => file)).toEqual([]);
  });
});

/** A test that fails for the speed of the machine says nothing; on a busy one, seconds become a minute. */
const SHORTEST_TIMEOUT_MS = 60_000;

describe('the time-outs of tests', () => {
  it('are found where they are given', () => {
    const text = `
      const SHORT_MS = 5;
      test('a', () => {}, SHORT_MS);
      it.each([1])('b', async () => {}, 6_000);
      test('c', { timeout: 7 }, () => {});
      vi.setConfig({ testTimeout: 8 });
      beforeAll(() => {}, 9);
      expect(sum(1, 2)).toBe(3);
    `;
    expect(timeoutsIn('a.ts', text).map(({ ms }) => ms)).toEqual([5, 6000, 7, 8, 9]);
  });

  it(`are at least ${SHORTEST_TIMEOUT_MS / 1000} s: they are there against hanging only`, () => {
    const short = [...files]
      .filter(([file]) => file !== 'test/layout/projects.test.ts')
      .flatMap(([file, { text }]) =>
        timeoutsIn(file, text)
          .filter(({ ms }) => ms < SHORTEST_TIMEOUT_MS)
          .map(({ ms, line }) => `${file}:${line}: ${ms} ms`),
      );
    expect(short).toEqual([]);
  });
});

interface Timeout {
  readonly ms: number;
  readonly line: number;
}

/** Time-outs that tests, hooks, settings of Vitest and child processes are given as a number or a constant of the file. */
function timeoutsIn(file: string, text: string): Timeout[] {
  const { program } = parseSync(file, text);
  const constants = new Map<string, number>();
  const found: { ms: number; at: number }[] = [];
  const add = (value: Node | undefined) => {
    if (value === undefined) return;
    const ms = value.type === 'Identifier' ? constants.get(value.name) : numberOf(value);
    if (ms !== undefined) found.push({ ms, at: value.start });
  };
  new Visitor({
    VariableDeclarator({ id, init }) {
      const value = init === null ? undefined : numberOf(init);
      if (id.type === 'Identifier' && value !== undefined) constants.set(id.name, value);
    },
    Property({ key, value }) {
      if (key.type === 'Identifier' && /^(timeout|\w+Timeout)$/.test(key.name)) add(value);
    },
    CallExpression({ callee, arguments: given }) {
      if (/^(test|it|describe|(before|after)(All|Each))$/.test(rootOf(callee))) add(given.at(-1));
    },
  }).visit(program);
  return found.map(({ ms, at }) => ({ ms, line: text.slice(0, at).split('\n').length }));
}

function numberOf(node: Node): number | undefined {
  return node.type === 'Literal' && typeof node.value === 'number' ? node.value : undefined;
}

/** The name that a chain of members and calls begins with: `it` of `it.each([1])`. */
function rootOf(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return rootOf(callee.object as Expression);
  return callee.type === 'CallExpression' ? rootOf(callee.callee) : '';
}
