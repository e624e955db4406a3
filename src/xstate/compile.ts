import type { AnyStateMachine } from 'xstate';
import { CompiledMachine } from './compile/compiledMachine.ts';
import { type Obstacle, unsupportedFeatures } from './compile/unsupportedFeatures.ts';

export type { Obstacle } from './compile/unsupportedFeatures.ts';

/** Says whether {@link compile} can make anything of a machine, and if not, what is in the way. */
export type Compilable =
  | { readonly ok: true }
  | { readonly ok: false; readonly reasons: readonly Obstacle[] };

/**
 * The same machine, several times faster: everything that does not depend on the event, the
 * context or the guards is worked out once, where XState's interpreter works it out for each
 * event. Use it wherever the machine could be used. Its snapshots, persisted snapshots, definition,
 * inspection events and errors are the machine's own; `provide()` answers a compiled machine again.
 *
 * A machine that is not {@link compilable} is answered as it is, and runs on XState's interpreter.
 * The value and the tags of a snapshot are shared with others: read them, do not change them.
 *
 * @example
 * const actor = createActor(compile(machine), { input }).start();
 */
export function compile<Machine extends AnyStateMachine>(machine: Machine): Machine {
  if (machine instanceof CompiledMachine || !compilable(machine).ok) return machine;
  const compiled = new CompiledMachine(machine.config, machine.implementations);
  // A member of the machine, not of its config, that may have been changed since.
  compiled.options = { ...machine.options };
  return compiled as unknown as Machine;
}

/**
 * Looks for what the tables cannot express: parallel and history states, several targets of one
 * transition, and actors that the chart itself invokes or spawns. (Those that an assignment or
 * `enqueueActions` spawns when it runs are fine.) `malformed` is what XState takes, too, until it
 * comes to it: an initial state that is not there, or actions and guards that are none.
 */
export function compilable(machine: AnyStateMachine): Compilable {
  const reasons = unsupportedFeatures(machine);
  return reasons.length === 0 ? { ok: true } : { ok: false, reasons };
}
