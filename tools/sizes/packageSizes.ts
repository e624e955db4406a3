import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from './manifest.ts';

/** In bytes, but for the files. */
export interface PackageSizes {
  /** The archive that is downloaded. */
  readonly packed: number;
  /** Its files. */
  readonly unpacked: number;
  /** Its files, and those of all packages that a shop in memory needs: the dependencies, and XState. */
  readonly installed: number;
  /** Paths of its files, from the top of the package. */
  readonly files: readonly string[];
}

/** Measures what `npm pack` makes of a built repository, and what is installed with it. */
export function packageSizes(root: string): PackageSizes {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pack] = JSON.parse(output) as [
    { size: number; unpackedSize: number; files: { path: string }[] },
  ];
  const needed = [...packagesNeeded(root)].map((name) => join(root, 'node_modules', name));
  return {
    packed: pack.size,
    unpacked: pack.unpackedSize,
    installed: pack.unpackedSize + needed.reduce((sum, folder) => sum + bytesIn(folder), 0),
    files: pack.files.map(({ path }) => path),
  };
}

/** The packages that are installed with statecart, whose own dependencies are none or among them. */
function packagesNeeded(root: string): Set<string> {
  const names = new Set(['xstate', ...Object.keys(readManifest(root).dependencies ?? {})]);
  for (const name of names) {
    const { dependencies = {} } = readManifest(join(root, 'node_modules', name));
    for (const further of Object.keys(dependencies)) names.add(further);
  }
  return names;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
