import { type AnyStateMachine, createActor } from 'xstate';
import { deadlinesOf, MAX_EVENTLESS_STEPS } from '../../machines/index.ts';
import { ArgumentTypeError } from '../base/argumentError.ts';
import { assertMachine } from './assertMachine.ts';
import { type Contract, cartContract, orderContract } from './contract.ts';
import { matchesDescriptor } from './eventDescriptors.ts';
import { pathName, stateNodes } from './graph.ts';
import { missingImplementations } from './missingImplementations.ts';
import { stockHoldProblems, unreachableEndProblems } from './orderPathProblems.ts';

/**
 * Prepares a user's order chart for the engine. Actions, guards and delays that the chart names
 * without implementing them are taken from the standard chart.
 *
 * @param machine made by `setup({ ... }).createMachine(...)` or `createMachine(...)`.
 * @throws TypeError that lists every problem: no way from `pending` to a final state, an event that
 * no state accepts, stock that is held in a final state or resolved twice, names without an
 * implementation.
 */
export function adoptOrderMachine(machine: AnyStateMachine): AnyStateMachine {
  return adopt(machine, orderContract, (chart) => [
    ...unreachableEndProblems(chart),
    ...stockHoldProblems(chart),
  ]);
}

/**
 * Prepares a user's cart chart for the engine, as {@link adoptOrderMachine} does for orders.
 *
 * @param machine made by `setup({ ... }).createMachine(...)` or `createMachine(...)`.
 * @throws TypeError that lists every problem.
 */
export function adoptCartMachine(machine: AnyStateMachine): AnyStateMachine {
  return adopt(machine, cartContract, (chart) =>
    Object.values(chart.root.states)
      .filter(({ type }) => type === 'final')
      .map((node) => `'${pathName(node)}' is final, but a cart lives as long as its user`),
  );
}

function deadlineProblems(machine: AnyStateMachine): string[] {
  const deadlines: unknown = deadlinesOf(machine);
  if (Array.isArray(deadlines) && deadlines.every((name) => typeof name === 'string')) return [];
  return [
    `meta.deadlines has to be a list of names of its context, but is ${JSON.stringify(deadlines)}`,
  ];
}

/** The charts that have been adopted: shops with the same chart share one, and what it is compiled to. */
const adopted = new WeakMap<Contract, WeakMap<AnyStateMachine, AnyStateMachine>>();

function adopt(
  machine: AnyStateMachine,
  contract: Contract,
  furtherProblems: (chart: AnyStateMachine) => readonly string[],
): AnyStateMachine {
  const { noun, standard } = contract;
  assertMachine(`machines.${noun}`, machine);
  if (machine === standard) return machine;
  const before = adopted.get(contract) ?? new WeakMap();
  adopted.set(contract, before);
  const known = before.get(machine);
  if (known !== undefined) return known;
  const { actions, guards, delays, actors } = standard.implementations;
  const own = machine.implementations;
  const chart = machine.provide({
    actions: { ...actions, ...own.actions },
    guards: { ...guards, ...own.guards },
    delays: { ...delays, ...own.delays },
    actors: { ...actors, ...own.actors },
  } as Parameters<AnyStateMachine['provide']>[0]);

  if (chart.options.maxIterations === Number.POSITIVE_INFINITY) {
    chart.options.maxIterations = MAX_EVENTLESS_STEPS;
  }

  const problems = [
    ...reservedProblems(machine, contract),
    ...deadlineProblems(machine),
    ...missingImplementations(chart),
    ...initialProblems(chart, contract),
    ...eventProblems(chart, contract),
    ...furtherProblems(chart),
  ];
  if (problems.length > 0) {
    const argument = `machines.${noun}`;
    throw new ArgumentTypeError(
      `${argument}: this chart cannot work with the engine:\n- ${problems.join('\n- ')}`,
      { argument, expected: 'a chart that can work with the engine', given: machine },
    );
  }
  before.set(machine, chart);
  return chart;
}

function reservedProblems(machine: AnyStateMachine, { reserved, standard }: Contract): string[] {
  const { actions } = machine.implementations;
  return reserved
    .filter((name) => Object.hasOwn(actions, name))
    .filter((name) => actions[name] !== standard.implementations.actions[name])
    .map((name) => `the action '${name}' is the engine's: leave it without an implementation`);
}

function initialProblems(
  chart: AnyStateMachine,
  { initial, noun, sampleInput, sampleContext, oneOf }: Contract,
): string[] {
  const first = chart.root.initial?.target?.[0];
  if (first?.key !== initial) {
    return [
      first === undefined
        ? `it has no initial state; it must start in '${initial}'`
        : `it must start in '${initial}', not in '${first.key}'`,
    ];
  }
  const inert = createActor(chart, { input: sampleInput });
  inert.subscribe({ error: () => {} });
  const { status, error, context } = inert.getSnapshot();
  if (status === 'error') return [`it fails at its start: ${String(error)}`];
  const made = Object(context);
  const wrong = [
    ...Object.keys(sampleContext).filter(
      (key) => JSON.stringify(made[key]) !== JSON.stringify(sampleContext[key]),
    ),
    ...Object.keys(oneOf).filter((key) => !oneOf[key]?.includes(made[key])),
  ].join(', ');
  if (wrong !== '') {
    return [`its context must be made from the ${noun}'s input; missing or different: ${wrong}`];
  }
  return Object.keys(made)
    .filter((key) => !isPlainData(made[key]))
    .map((key) => `its context has to be data that JSON can hold, and '${key}' is not`);
}

/** True when the value survives as JSON, in which a passivated actor is stored. */
function isPlainData(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean';
  const prototype = Object.getPrototypeOf(value);
  const isPlain =
    Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  // XState persists spawned actors itself.
  return 'sessionId' in value || (isPlain && Object.values(value).every(isPlainData));
}

function eventProblems(chart: AnyStateMachine, { events }: Contract): string[] {
  const descriptors = stateNodes(chart).flatMap((node) => [...node.transitions.keys()]);
  return events
    .filter((event) => !descriptors.some((descriptor) => matchesDescriptor(event, descriptor)))
    .map((event) => `no state accepts '${event}', which the engine sends`);
}
