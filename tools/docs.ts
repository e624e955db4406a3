import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generatedParts } from './generated/generatedParts.ts';
import { withMark } from './generated/marks.ts';

/**
 * Writes the generated parts of README.md and docs/ between their marks, and makes the reference from them and from the
 * docstrings. With arguments, it only writes the parts of the scripts that they name (`figures`, `diagrams`).
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
// TypeDoc is installed beside tools/reference/package.json, where this file cannot import it.
if (scripts.length === 0) {
  execFileSync('npm', ['run', '--silent', 'reference'], { cwd: ROOT, stdio: 'inherit' });
}
