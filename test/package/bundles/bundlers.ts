import commonjsModule from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';

// The types describe the CommonJS build, where the function is the member `default`.
const commonjs = commonjsModule as unknown as typeof commonjsModule.default;

export interface BundleOptions {
  /** The folder of the project. */
  readonly root: string;
  /** The program. */
  readonly entry: string;
  /** The folder of the bundle. */
  readonly outdir: string;
}

/** Makes a bundle of everything but `lmdb`, in one file. @returns the name of the file. */
export type Bundle = (options: BundleOptions) => Promise<string>;

const MODULE = 'app.mjs';
const COMMON_JS = 'app.cjs';

function bundleWithEsbuild(format: 'esm' | 'cjs'): Bundle {
  return async ({ entry, outdir }) => {
    const name = format === 'esm' ? MODULE : COMMON_JS;
    await esbuild.build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      platform: 'node',
      format,
      external: ['lmdb'],
      outfile: `${outdir}/${name}`,
      logLevel: 'error',
    });
    return name;
  };
}

async function bundleWithRollup({ entry, outdir }: BundleOptions): Promise<string> {
  const build = await rollup({
    input: entry,
    external: ['lmdb', /^node:/],
    plugins: [nodeResolve({ exportConditions: ['node'], preferBuiltins: true }), commonjs()],
  });
  await build.write({ file: `${outdir}/${MODULE}`, format: 'es' });
  return MODULE;
}

async function bundleWithVite({ root, entry, outdir }: BundleOptions): Promise<string> {
  await vite.build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['lmdb'] },
    build: {
      ssr: entry,
      outDir: outdir,
      rollupOptions: { output: { entryFileNames: MODULE } },
    },
  });
  return MODULE;
}

function bundleWithWebpack(format: 'esm' | 'cjs'): Bundle {
  return async ({ root, entry, outdir }) => {
    const filename = format === 'esm' ? MODULE : COMMON_JS;
    const compiler = webpack({
      context: root,
      entry,
      mode: 'production',
      target: 'node',
      optimization: { minimize: false }, // Takes most of the time.
      externals: { lmdb: format === 'esm' ? 'module lmdb' : 'commonjs lmdb' },
      experiments: { outputModule: format === 'esm' },
      output: { path: outdir, filename, module: format === 'esm' },
    });
    await new Promise<void>((resolve, reject) => {
      compiler?.run((error, stats) => {
        const failure = error ?? (stats?.hasErrors() ? new Error(stats.toString()) : undefined);
        if (failure === undefined) resolve();
        else reject(failure);
      });
    });
    return filename;
  };
}

export const BUNDLERS: Readonly<Record<string, Bundle>> = {
  'esbuild, as a module': bundleWithEsbuild('esm'),
  'esbuild, as CommonJS': bundleWithEsbuild('cjs'),
  Rollup: bundleWithRollup,
  'Vite, for a server and with nothing external': bundleWithVite,
  'webpack, as a module': bundleWithWebpack('esm'),
  'webpack, as CommonJS': bundleWithWebpack('cjs'),
};
