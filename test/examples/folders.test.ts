import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf, ROOT } from '../docs/documents.ts';
import { readmeOf } from './readme.ts';

const MAX_LINES = 15;

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

const folders = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const tests = readdirSync(join(ROOT, 'test/examples'), { withFileTypes: true })
  .filter(({ name }) => name.endsWith('.test.ts'))
  .map(({ name }) => readFileSync(join(ROOT, 'test/examples', name), 'utf8'));

it('the list of examples has all of them', () => {
  const { text } = documentOf('examples/README.md');
  const listed = [...text.matchAll(/^\| \[([\w-]+)\]\(\1\/README\.md\) \|/gm)].map(
    ([, name]) => name,
  );
  expect(listed.sort()).toEqual(folders.sort());
});

describe.each(folders)('the example %s', (folder) => {
  const { text, blocks } = readmeOf(folder);
  const program = new RegExp(`dist/examples/${folder}/\\w+\\.js`);
  const [script] = Object.entries(scripts).find(([, commands]) => program.test(commands)) ?? [];
  const call = script === 'start' ? 'npm start' : `npm run ${script}`;

  it(`has a README of at most ${MAX_LINES} lines, blank ones apart`, () => {
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.length).toBeLessThanOrEqual(MAX_LINES);
  });

  it('has a script, with which the commands of its README begin', () => {
    expect(script).toBeDefined();
    const [first] = blocks;
    expect(first?.language).toBe('sh');
    expect(first?.code.split('\n')[0]?.startsWith(call)).toBe(true);
    expect(documentOf('examples/README.md').text).toContain(`| \`${call}\` |`);
  });

  it('is run by a test as it is built, which compares what its README shows', () => {
    const own = tests.filter((test) => program.test(test));
    expect(own).toHaveLength(1);
    const showsOutput = blocks.some(({ language }) => language === 'text');
    expect(own[0]).toContain(`${showsOutput ? 'expectShown' : 'expectCurls'}('${folder}',`);
  });
});
