import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, type AnyStateNode, getStateNodes, StateMachine } from 'xstate';
import { compile } from '../../../src/compile.ts';
import { asItIs, type Chart, type Maker, machineOf } from './chart.ts';
import { allCharts } from './corpus/allCharts.ts';
import { expectSame } from './expectSame.ts';
import { attempt, nodesBelow } from './look.ts';
import { observe } from './observe.ts';
import { Copier, type Plain } from './plain.ts';
import { Trace } from './trace.ts';

const kit = () => ({ trace: new Trace(), make: asItIs });
const charts = allCharts.map((chart) => [chart.rule, chart] as const);

/** The definition and the public members of a machine. */
function selfPortrait(machine: AnyStateMachine): Plain {
  const { id, version, schemas, options, events, root, implementations } = machine;
  const nodes = [root, ...nodesBelow(root)];
  return new Copier().copy({
    ...{ id, version, schemas, options, events, implementations },
    states: Object.keys(machine.states),
    nodes: nodes.map(nodeFacts),
    found: nodes.map((node) => attempt(() => machine.getStateNodeById(node.id).id)),
    missing: attempt(() => machine.getStateNodeById('no such state')),
    definition: attempt(() => JSON.stringify(machine.definition)),
    json: attempt(() => JSON.stringify(machine)),
    resolved: nodes.map((node) => attempt(() => resolvedAt(machine, node))),
    unresolved: attempt(() =>
      machine.resolveState({ value: 'no such state' as never, context: {} }),
    ),
  });
}

function nodeFacts(node: AnyStateNode): object {
  const { id, key, path, type, order, tags, meta, description, output, history } = node;
  return {
    ...{ id, key, path, type, order, tags, meta, description, output, history },
    ...{ entry: node.entry, exit: node.exit, ownEvents: node.ownEvents, events: node.events },
    on: attempt(() => Object.keys(node.on)),
    after: node.after.map(({ delay, eventType }) => [delay, eventType]),
    initial: attempt(() => JSON.stringify(node.initial)),
    parent: node.parent?.id,
  };
}

/** A snapshot made from the value alone, which is partial if the state has children. */
function resolvedAt(machine: AnyStateMachine, { path }: AnyStateNode): unknown {
  const value = path.reduceRight<unknown>(
    (inner, key) => (inner === undefined ? key : { [key]: inner }),
    undefined,
  );
  const snapshot = machine.resolveState({ value: (value ?? {}) as never, context: { n: 1 } });
  const nodes = getStateNodes(machine.root, snapshot.value).map(({ id }) => id);
  return { snapshot, keys: Object.keys(snapshot), json: JSON.stringify(snapshot), nodes };
}

describe('a compiled machine has the definition and the members of the plain one:', () => {
  test.each(charts)('%s', (_rule, { build }) => {
    const machine = build(kit());
    const compiled = compile(machine);
    expect(selfPortrait(compiled)).toEqual(selfPortrait(machine));
    expect(compiled.config).toBe(machine.config);
    expect(compiled).toBeInstanceOf(StateMachine);
  });
});

describe('a machine', () => {
  const machine = machineOf({ initial: 'a', states: { a: { on: { go: 'b' } }, b: {} } });

  test('is another one when it is compiled, and the same when it is compiled again', () => {
    const compiled = compile(machine);
    expect(compiled).not.toBe(machine);
    expect(compile(compiled)).toBe(compiled);
  });

  test('is still compiled when implementations are provided', () => {
    const compiled = compile(machine);
    expect(compiled.constructor).not.toBe(StateMachine);
    expect(compiled.provide({}).constructor).toBe(compiled.constructor);
  });
});

/** Another implementation for every name. */
function otherImplementations({ implementations }: AnyStateMachine, trace: Trace): never {
  const each = (names: object, make: (name: string) => unknown) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, make(name)]));
  const { actions, guards, delays } = implementations;
  return {
    actions: each(actions, (name) => trace.act(`other ${name}`)),
    guards: each(guards, (name) => trace.calls(`other ${name}`, () => false)),
    delays: each(delays, () => 4),
  } as never;
}

describe('other implementations have the same effect on a compiled machine:', () => {
  test.each(charts)('%s', (_rule, chart) => {
    const providing = (make: Maker): Chart => ({
      ...chart,
      build: ({ trace }) => {
        const machine = make(chart.build({ trace, make }));
        return machine.provide(otherImplementations(machine, trace));
      },
    });
    expectSame(observe(providing(compile), asItIs), observe(providing(asItIs), asItIs), chart.rule);
  });
});

describe('a change of the machine itself', () => {
  const endless = () =>
    machineOf({
      options: { maxIterations: 50 },
      initial: 'a',
      states: { a: { always: 'b' }, b: { always: 'a' } },
    });
  const run = (machine: AnyStateMachine) =>
    observe({ rule: 'changed', build: () => machine, steps: ['go'] }, asItIs);
  const limited = (machine: AnyStateMachine) => {
    machine.options.maxIterations = 5;
    return machine;
  };

  test('counts before it is compiled: the limit of microsteps', () => {
    expectSame(run(compile(limited(endless()))), run(limited(endless())), 'before');
  });

  test('counts after it has been compiled: the limit of microsteps', () => {
    expectSame(run(limited(compile(endless()))), run(limited(endless())), 'after');
  });

  test('does not reach the machine that it was compiled from', () => {
    const machine = endless();
    limited(compile(machine));
    expect(machine.options.maxIterations).toBe(50);
  });
});
