export interface Project {
  readonly name: 'unit' | 'properties' | 'process' | 'package' | 'bench';
  /** They end with a slash. No folder is in two projects. */
  readonly folders: readonly string[];
  /**
   * True when its tests run sources only: neither `dist/`, which has to be built before, nor processes of their own. The
   * tests of the others also get the build where they import a source: Node.js loads it faster.
   */
  readonly needsNoBuild: boolean;
  /**
   * True when the files of a worker share the modules that they import, and the process: twice as fast for many small
   * files. Then none of them may mock a module or rely on code that has not run before.
   */
  readonly sharesModules?: boolean;
  /** Files that run before each test file. */
  readonly setupFiles?: readonly string[];
}

/** The projects of Vitest: `npm test` runs the first three, `npm run test:unit` and its like run one, `.ci/run` runs all. */
export const PROJECTS: readonly Project[] = [
  {
    name: 'unit',
    folders: ['test/rules/', 'test/layout/'],
    needsNoBuild: true,
    sharesModules: true,
  },
  {
    name: 'properties',
    folders: ['test/properties/', 'test/simulation/'],
    needsNoBuild: true,
    sharesModules: true,
    setupFiles: ['test/properties/setUp.ts'],
  },
  {
    name: 'process',
    folders: ['test/process/', 'test/docs/', 'test/examples/'],
    needsNoBuild: false,
  },
  { name: 'package', folders: ['test/package/'], needsNoBuild: false },
  { name: 'bench', folders: ['test/bench/'], needsNoBuild: false },
];
