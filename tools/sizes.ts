import { resolve } from 'node:path';
import { columnTable } from '../src/terminal/columnTable.ts';
import { numberText } from '../src/terminal/numberText.ts';
import { print, printError } from '../src/terminal/output.ts';
import { textTable } from '../src/terminal/textTable.ts';
import { doorSizes } from './sizes/doorSizes.ts';
import { packageSizes } from './sizes/packageSizes.ts';
import { sizeProblems } from './sizes/sizeProblems.ts';

/**
 * Prints how large the package is, and each of its entry points in a bundle. Exits with 1 if one is out of its bounds
 * (tools/sizes/sizeBounds.ts). This file runs compiled, from dist/tools.
 */
const root = resolve(import.meta.dirname, '../..');
const { files, ...sizes } = packageSizes(root);
const doors = await doorSizes(root);

print(
  `${textTable([
    ['archive', sizes.packed, 'bytes'],
    ['unpacked', sizes.unpacked, `bytes in ${numberText(files.length)} files`],
    ['installed', sizes.installed, 'bytes with dependencies and XState'],
  ])}\n`,
);
const rows = doors.map(({ name, minified, compressed, needs }) => [
  name,
  numberText(minified),
  numberText(compressed),
  needs.join(', '),
]);
print(`${columnTable(['entry point', 'minified', 'with gzip', 'needs'], rows)}\n`);

const problems = sizeProblems(sizes, doors);
for (const problem of problems) printError(`sizes: ${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
