import { basesOf } from './basesOf.ts';

/**
 * The script of a worker thread that runs a text of CommonJS which the build has made: its `require` finds a package
 * where this module does. The worker fails if the package is nowhere.
 *
 * It runs as a module as well, since `NODE_OPTIONS` may turn it into one, and there is no `require` then.
 */
export function workerScript(packageName: string, program: string): string {
  return `
const load = typeof require === 'function' ? require : process.getBuiltinModule;
const { createRequire } = load('node:module');
const bases = ${JSON.stringify(basesOf(packageName))};
const base = bases.find((base) => {
  try {
    return createRequire(base).resolve('${packageName}') !== '';
  } catch {
    return false;
  }
});
if (base === undefined) {
  throw new Error('the package ${packageName} cannot be found from ' + bases.join(' or '));
}
(function (require) {
${program}
})(createRequire(base));
`;
}
