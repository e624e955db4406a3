import type { AnyStateMachine } from 'xstate';
import { assertMachine } from '../charts/assertMachine.ts';
import { CompiledMachine } from './compile/compiledMachine.ts';
import { type Obstacle, unsupportedFeatures } from './compile/unsupportedFeatures.ts';

export type { Obstacle } from './compile/unsupportedFeatures.ts';

/** Whether {@link compile} supports a machine, and if not, which features it does not support. */
export type Compilable =
  /** It is supported. */
  | { readonly ok: true }
  /** It is not: in document order, each feature once for a state. */
  | { readonly ok: false; readonly reasons: readonly Obstacle[] };

/**
 * Returns the same machine, several times faster: everything that does not depend on the event, the
 * context or the guards is computed once, where XState's interpreter computes it for each event.
 * The result can replace the machine everywhere: its snapshots, persisted snapshots, definition,
 * inspection events and errors are the same, and its `provide()` returns a compiled machine again.
 *
 * A machine that is not {@link compilable} is returned unchanged and runs on XState's interpreter.
 * Snapshots share their values and tags with each other: do not change them.
 *
 * @param machine any state machine.
 * @example
 * import { createActor } from 'xstate';
 *
 * const actor = createActor(compile(machine)).start();
 */
export function compile<Machine extends AnyStateMachine>(machine: Machine): Machine {
  if (machine instanceof CompiledMachine || !compilable(machine).ok) return machine;
  const compiled = new CompiledMachine(machine.config, machine.implementations);
  // The options belong to the machine, not to its config, and may have been changed.
  compiled.options = { ...machine.options };
  return compiled as unknown as Machine;
}

/**
 * Finds the features that {@link compile} does not support: parallel and history states, transitions
 * with several targets, and actors that the chart itself invokes or spawns. (Actors that an
 * assignment or `enqueueActions` spawns at run time are supported.) `malformed` stands for mistakes
 * that XState notices only when it reaches them: an initial state that does not exist, or actions
 * and guards that are neither names nor functions.
 *
 * @param machine any state machine.
 * @throws TypeError if it is not a state machine.
 *
 * @example
 * const answer = compilable(machine);
 * if (!answer.ok) for (const { path, feature } of answer.reasons) console.log(path, feature);
 */
export function compilable(machine: AnyStateMachine): Compilable {
  assertMachine('machine', machine);
  const reasons = unsupportedFeatures(machine);
  return reasons.length === 0 ? { ok: true } : { ok: false, reasons };
}
