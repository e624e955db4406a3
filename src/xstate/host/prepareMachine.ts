import type { AnyStateMachine } from 'xstate';
import { compile } from '../compile.ts';
import { DecidingMachine } from '../decidingMachine.ts';

/** The prepared charts of this process: compiling takes most of the time of opening a shop. */
const prepared = new WeakMap<AnyStateMachine, AnyStateMachine>();

/**
 * The chart as the engine runs it: a {@link DecidingMachine}, compiled if the chart is compilable.
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
