import type { AnyStateMachine } from 'xstate';
import { compile } from '../compile.ts';
import { DecidingMachine } from '../decidingMachine.ts';

/** Charts of the shops of this process. Compiling takes most of the time of an opening. */
const prepared = new WeakMap<AnyStateMachine, AnyStateMachine>();

/**
 * The chart in the form in which the engine runs it: compiled where that is possible, and in any
 * case a machine that takes decisions.
 */
export function prepareMachine<Machine extends AnyStateMachine>(machine: Machine): Machine {
  const known = prepared.get(machine) ?? deciding(compile(machine));
  prepared.set(machine, known);
  return known as Machine;
}

function deciding(machine: AnyStateMachine): AnyStateMachine {
  if (machine instanceof DecidingMachine) return machine;
  const interpreted = new DecidingMachine(machine.config, machine.implementations);
  interpreted.options = { ...machine.options };
  return interpreted as unknown as AnyStateMachine;
}
