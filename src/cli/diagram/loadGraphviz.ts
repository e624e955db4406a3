import type { Graphviz } from '@hpcc-js/wasm-graphviz';
import { missingPackage } from '../../base/missingPackage.ts';

const PACKAGE = '@hpcc-js/wasm-graphviz';

/**
 * Loads Graphviz. It is loaded when it is needed, because its package is optional.
 *
 * @throws Error that says how to install it, if it is not installed.
 */
export async function loadGraphviz(): Promise<Graphviz> {
  return await (await loadPackage()).Graphviz.load();
}

async function loadPackage(): Promise<typeof import('@hpcc-js/wasm-graphviz')> {
  try {
    return await import('@hpcc-js/wasm-graphviz');
  } catch (error) {
    if (missingPackage(error) !== PACKAGE) throw error;
    const text = `--format svg needs the package ${PACKAGE}: npm install ${PACKAGE}`;
    throw new Error(text, { cause: error });
  }
}
