import { join } from 'node:path';

/**
 * The first lines of a script that runs from no file: its `require` finds the `lmdb` that this module
 * has. In a bundle, the `import.meta.url` of this module is that of the bundle; a CommonJS bundle has
 * `__filename` in its place. A bundle that says where it was built, and runs elsewhere, is found by
 * the script that was started, or by the working directory.
 *
 * The new process tries them: bundlers rewrite a `createRequire` of this one.
 */
export function requireLmdb(): string {
  return `
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
const bases = ${JSON.stringify(basesOfLmdb())};
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

/** The files from which `lmdb` may be found, in the order in which they are to be tried. */
export function basesOfLmdb(): string[] {
  const bases = [fileOfBundle(), import.meta.url, process.argv[1], join(process.cwd(), 'lmdb')];
  return bases.filter((base) => base !== undefined);
}

/** The file of this module if it has become part of a CommonJS bundle. */
function fileOfBundle(): string | undefined {
  try {
    return __filename;
  } catch {
    return undefined;
  }
}
