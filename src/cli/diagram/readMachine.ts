import type { AnyStateMachine } from 'xstate';
import { show } from '../../base/show.ts';
import { isMachine } from '../../charts/assertMachine.ts';
import { UsageError } from '../../terminal/usageError.ts';
import { loadModule } from '../loadModule.ts';

const FLAG = '--machine';

/**
 * Reads a machine from a module of the user.
 *
 * @param given `FILE#EXPORT`, or `FILE` for its default export.
 * @throws UsageError if it cannot be loaded, has no such export, or the export is no machine.
 */
export async function readMachine(given: string): Promise<AnyStateMachine> {
  const { file, name } = partsOf(given);
  if (file === '') throw new UsageError(`${FLAG}: expected FILE#EXPORT, got ${show(given)}`);
  const exports = exportsOf(await loadModule(FLAG, file));
  if (!Object.hasOwn(exports, name)) {
    throw new UsageError(`${FLAG} ${file}: it has no export ${name}; ${machinesIn(exports)}`);
  }
  const value = exports[name];
  if (isMachine(value)) return value;
  throw new UsageError(
    `${FLAG} ${file}: expected the export ${name} to be an XState state machine, got ${show(value)}; ${machinesIn(exports)}`,
  );
}

function partsOf(given: string): { readonly file: string; readonly name: string } {
  const at = given.lastIndexOf('#');
  if (at === -1) return { file: given, name: 'default' };
  return { file: given.slice(0, at), name: given.slice(at + 1) };
}

/** Those of a CommonJS module may be members of its default export only. */
function exportsOf(module: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { default: whole } = module;
  return typeof whole === 'object' && !isMachine(whole) ? { ...whole, ...module } : module;
}

function machinesIn(exports: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(exports).filter((name) => isMachine(exports[name]));
  return names.length === 0 ? 'it exports no machine' : `its machines are ${names.join(', ')}`;
}
