import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generatedParts } from './generated/generatedParts.ts';
import { withMark } from './generated/marks.ts';

/**
 * Writes the generated parts of README.md and docs/ between their marks: all of them, or those of
 * the scripts that the arguments name (`figures`, `diagrams`).
 */
const ROOT = resolve(import.meta.dirname, '../..');

const scripts = process.argv.slice(2);
const parts = generatedParts(ROOT).filter(
  ({ script }) => scripts.length === 0 || scripts.includes(script),
);
if (parts.length === 0) {
  throw new RangeError(`expected figures, diagrams or nothing, got ${scripts.join(' ')}`);
}
for (const { file, mark, make } of parts) {
  const path = join(ROOT, file);
  writeFileSync(path, withMark(readFileSync(path, 'utf8'), mark, make()));
  console.log(`${file}: ${mark} written`);
}
