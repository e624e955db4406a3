import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { PROJECTS } from './test/layout/projects.ts';

// Otherwise Vitest would load the development build of XState, which users do not run.
process.env.NODE_ENV = 'production';

// The package that stands in for `xstate`: `npm run test:xstate` tries other versions of it.
const { XSTATE_PACKAGE: xstatePackage = 'xstate' } = process.env;
/** The file that says where the page is that the build makes. Without a build, the one of src/ says where none is. */
const PAGE_FILE = resolve(import.meta.dirname, 'dist/src/watch/server/livePageFile.js');
const pageFile = existsSync(PAGE_FILE)
  ? [{ find: /^\.\/livePageFile\.ts$/, replacement: PAGE_FILE }]
  : [];
/** The texts that the build makes: see tools/embedPrograms.ts. */
const PROGRAMS = [
  'store/lmdb/integrityProgram.js',
  'checkpoint/checkpointProgram.js',
  'channels/email/mailProgram.js',
];
/**
 * Time-outs are only there against tests that hang: no test relies on the speed of the machine. A long run (`RUNS_SCALE`,
 * see test/properties/runs.ts) gets as much more time as it has more cases.
 */
const TIMEOUT_MS = 300_000 * Math.max(1, Number(process.env.RUNS_SCALE ?? '1'));
/** More than there are cores: many tests wait for processes, servers and disks. */
const WORKERS = Math.ceil(availableParallelism() * 1.5);

/** What `npm run build` compiles. */
const BUILT = /^(src|machines|bench|examples|tools)\//;
/**
 * Tests that need the build import it, not the sources: Node.js loads it much faster than Vitest does the sources. Not with
 * another version of XState, which only Vitest can put in its place.
 */
const importsOfBuild: Plugin = {
  name: 'imports of the build',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return null;
    const file = relative(import.meta.dirname, resolve(dirname(importer), source));
    if (!BUILT.test(file)) return null;
    return resolve(import.meta.dirname, 'dist', file.replace(/\.ts$/, '.js'));
  },
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^xstate(?=\/|$)/, replacement: xstatePackage },
      ...pageFile,
      ...PROGRAMS.map((program) => ({
        find: new RegExp(`^\\./${basename(program).replaceAll('.', '\\.')}$`),
        replacement: resolve(import.meta.dirname, 'dist/src', program),
      })),
    ],
  },
  test: {
    maxWorkers: WORKERS,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    teardownTimeout: TIMEOUT_MS,
    // Import CommonJS packages the way Node.js does, so that tests see what users get.
    deps: { interopDefault: false },
    projects: PROJECTS.map(
      ({ name, folders, needsNoBuild, sharesModules = false, setupFiles = [] }) => ({
        extends: true,
        plugins: needsNoBuild || xstatePackage !== 'xstate' ? [] : [importsOfBuild],
        test: {
          name,
          server: { deps: { external: [/\/dist\/(src|machines|bench|examples|tools)\//] } },
          isolate: !sharesModules,
          include: folders.map((folder) => `${folder}**/*.test.ts`),
          setupFiles: [...setupFiles],
        },
      }),
    ),
  },
});
