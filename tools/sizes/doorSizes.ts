import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readManifest } from './manifest.ts';

/** What one entry point takes in a bundle, with its dependencies and without the packages that are peers. */
export interface DoorSizes {
  /** As it is imported: `statecart/disk`. */
  readonly name: string;
  /** Bytes, minified. */
  readonly minified: number;
  /** Bytes, minified and compressed. */
  readonly compressed: number;
  /** The packages that it imports and that are not in the bundle. */
  readonly needs: readonly string[];
}

/** Bundles every entry point of a built repository on its own. */
export function doorSizes(root: string): Promise<DoorSizes[]> {
  const { exports, peerDependencies = {} } = readManifest(root);
  const peers = Object.keys(peerDependencies);
  const doors = Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string' ? [] : [{ path, file: join(root, target.default) }],
  );
  return Promise.all(
    doors.map(async ({ path, file }) => {
      const { outputFiles, metafile } = await build({
        entryPoints: [file],
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        platform: 'node',
        format: 'esm',
        external: peers,
      });
      const code = outputFiles[0]?.contents ?? new Uint8Array();
      const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
      return {
        name: path.replace('.', 'statecart'),
        minified: code.length,
        compressed: gzipSync(code).length,
        needs: peers.filter((peer) => imports.some((imported) => imported.path === peer)),
      };
    }),
  );
}
