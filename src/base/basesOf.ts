import { join } from 'node:path';

/**
 * The files from which a package may be found, in the order in which they are to be tried by a program that runs from
 * no file. In a bundle, the `import.meta.url` of this module is that of the bundle; a CommonJS bundle has `__filename`
 * in its place. A bundle that says where it was built, and runs elsewhere, is found by the script that was started, or
 * by the working directory.
 *
 * That program tries them: bundlers rewrite a `createRequire` of this one.
 */
export function basesOf(packageName: string): string[] {
  const started = process.argv[1];
  const bases = [fileOfBundle(), import.meta.url, started, join(process.cwd(), packageName)];
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
