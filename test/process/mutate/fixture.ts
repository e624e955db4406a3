import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The doubled number, and a loop that would not end with a fault. */
const SOURCE = `
export function double(number) {
  return number * 2;
}
export function countTo(end) {
  let count = 0;
  while (count < end) count += 1;
  return count;
}
`;

const TESTS = `
import { beforeAll, expect, test } from 'vitest';
import { countTo, double } from '../../src/double.js';
let one = 0;
beforeAll(() => {
  one = double(0.5);
  if (one > 100) throw new Error('one is large');
});
test('a number is doubled', () => expect(double(4)).toBe(8));
test('counting ends', () => expect(countTo(3)).toBe(3));
`;

const HANGING = `
import { test } from 'vitest';
test('waits for ever', () => new Promise(() => {}));
`;

/** Makes a small repository with one source file and its test, in a folder of its own. */
export function makeFixture() {
  const home = mkdtempSync(join(tmpdir(), 'statecart-fixture-'));
  const root = join(home, 'repository');
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('package.json', '{ "type": "module" }');
  write('vitest.config.js', 'export default {};');
  write('src/double.js', SOURCE);
  write('test/rules/double.test.js', TESTS);
  write('test/rules/hanging.test.js', HANGING);
  write('dist/large.js', 'not to be copied');
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const temporary = join(home, 'temporary');
  mkdirSync(temporary);
  return { home, root, temporary };
}
