import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { WorkingCopy } from '../../../tools/mutate/workingCopy.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const copy = new WorkingCopy(ROOT);
afterAll(copy.remove);

function built(root: string): string[] {
  return readdirSync(join(root, 'dist/src'), { recursive: true, encoding: 'utf8' }).sort();
}

it('a copy of the repository is built with every file that npm run build makes', () => {
  expect(copy.build()).toBeUndefined();
  const files = new Set(built(copy.path));
  expect(files).toContain('store/lmdb/integrityProgram.js');
  expect(built(ROOT).filter((file) => !files.has(file))).toEqual([]);
});
