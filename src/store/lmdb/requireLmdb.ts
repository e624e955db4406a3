import { basesOf } from '../../base/basesOf.ts';

/**
 * The first lines of a script that runs from no file: its `require` finds the `lmdb` that this package has.
 */
export function requireLmdb(): string {
  return `
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
const bases = ${JSON.stringify(basesOf('lmdb'))};
const base = bases.find((base) => {
  try {
    return createRequire(base).resolve('lmdb') !== '';
  } catch {
    return false;
  }
});
if (base === undefined) {
  writeSync(2, 'the package lmdb cannot be found from ' + bases.join(' or ') + '\\n');
  process.exit(1);
}
const require = createRequire(base);
`;
}
