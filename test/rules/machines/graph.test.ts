import { describe, expect, it } from 'vitest';
import {
  type AnyMachineSnapshot,
  type AnyStateNode,
  createActor,
  createMachine,
  type EventObject,
} from 'xstate';
import {
  actionNames,
  edgesFrom,
  initialEdge,
  pathName,
  stateNodes,
} from '../../../src/charts/graph.ts';

/** A chart and what happens to it, to compare its edge with what XState does. */
interface Case {
  readonly rule: string;
  readonly config: object;
  /** Events that lead to the leaf from which `event` is sent. */
  readonly before?: readonly string[];
  readonly event: string;
}

const cases: readonly Case[] = [
  {
    rule: 'initial actions do not run where a deeper target is entered',
    config: {
      initial: 'a',
      states: {
        a: { on: { go: 'b.d' } },
        b: {
          initial: { target: 'c', actions: 'begin' },
          entry: 'enter b',
          states: { c: { entry: 'enter c' }, d: { entry: 'enter d' } },
        },
      },
    },
    event: 'go',
  },
  {
    rule: 'initial actions run where a state is entered by default',
    config: {
      initial: 'a',
      states: {
        a: { on: { go: 'b' } },
        b: {
          initial: { target: 'c', actions: 'begin' },
          entry: 'enter b',
          states: { c: { entry: 'enter c' } },
        },
      },
    },
    event: 'go',
  },
  {
    rule: 'the root is not left by a state that targets it, though it is entered again',
    config: {
      id: 'top',
      initial: 'a',
      entry: 'enter the root',
      exit: 'leave the root',
      states: { a: { exit: 'leave a' }, b: { on: { go: '#top' }, exit: 'leave b' } },
      on: { next: '.b' },
    },
    before: ['next'],
    event: 'go',
  },
  {
    rule: 'the root is left when its own transition enters it again',
    config: {
      id: 'top',
      initial: 'a',
      entry: 'enter the root',
      exit: 'leave the root',
      states: { a: { entry: 'enter a', exit: 'leave a' } },
      on: { go: { target: '#top', reenter: true, actions: 'again' } },
    },
    event: 'go',
  },
  {
    rule: 'a compound state that targets itself starts its descendants anew',
    config: {
      initial: 'a',
      states: {
        a: {
          initial: { target: 'x', actions: 'begin' },
          entry: 'enter a',
          exit: 'leave a',
          states: {
            x: { entry: 'enter x', exit: 'leave x', on: { next: 'y' } },
            y: { entry: 'enter y', exit: 'leave y' },
          },
          on: { go: { target: 'a', actions: 'on the way' } },
        },
      },
    },
    before: ['next'],
    event: 'go',
  },
  {
    rule: 'a state reaches its ancestor, which is left and entered',
    config: {
      id: 'top',
      initial: 'a',
      states: {
        a: {
          id: 'outer',
          initial: 'x',
          entry: 'enter a',
          exit: 'leave a',
          states: { x: { entry: 'enter x', exit: 'leave x', on: { go: '#outer' } } },
        },
      },
    },
    event: 'go',
  },
  {
    rule: 'an ancestor that enters a descendant again is left',
    config: {
      initial: 'a',
      states: {
        a: {
          initial: 'x',
          entry: 'enter a',
          exit: 'leave a',
          states: { x: { entry: 'enter x', exit: 'leave x' } },
          on: { go: { target: '.x', reenter: true } },
        },
      },
    },
    event: 'go',
  },
  {
    rule: 'nothing is left without a target',
    config: {
      initial: 'a',
      states: { a: { entry: 'enter a', exit: 'leave a', on: { go: { actions: 'stay' } } } },
    },
    event: 'go',
  },
];

describe('an edge of a chart has the actions and the end that XState gives it:', () => {
  it.each(cases)('$rule', ({ config, before = [], event }) => {
    const { from, to, actions } = runOf(config, { before, event });
    const edge = edgesFrom(from).find((each) => each.event === event);
    expect(edge?.actions).toEqual(actions);
    expect(pathName(edge?.target as AnyStateNode)).toBe(to);
  });

  it('at the start', () => {
    const config = {
      initial: { target: 'a', actions: 'begin' },
      entry: 'enter the root',
      states: {
        a: {
          initial: { target: 'b', actions: 'begin a' },
          entry: 'enter a',
          states: { b: { entry: 'enter b' } },
        },
      },
    };
    const { machine, ran, leaf } = start(config);
    const edge = initialEdge(machine);
    expect(edge.actions).toEqual(ran);
    expect(edge.target).toBe(leaf());
  });
});

describe('the edges of a leaf are those that XState may take:', () => {
  const inner = { initial: 'x', states: { x: {}, y: {}, z: {} } };
  const nested = (x: object, on: object) => ({
    initial: 'a',
    states: { a: { ...inner, states: { ...inner.states, x }, on }, b: {}, c: {} },
  });
  it.each([
    [
      'an inner wildcard without a guard takes what an ancestor names',
      nested({ on: { '*': 'y' } }, { go: 'b' }),
      'go',
    ],
    [
      'an inner wildcard of some tokens takes those that begin with them',
      nested({ on: { 'go.*': 'y' } }, { 'go.far': 'b' }),
      'go.far',
    ],
    [
      'what comes after a transition without a guard is never reached',
      { initial: 'a', states: { a: { on: { go: ['b', 'c'] } }, b: {}, c: {} } },
      'go',
    ],
  ])('%s', (_rule, config, event) => {
    const { from, to } = runOf(config, { before: [], event });
    const targets = edgesFrom(from).map(({ target }) => pathName(target));
    expect(targets).toEqual([to]);
  });

  it('a leaf that is always left at once takes no events', () => {
    const config = {
      initial: 'a',
      states: { a: { always: 'b', on: { go: 'c' } }, b: {}, c: {} },
    };
    const { machine, leaf } = start(config);
    expect(pathName(leaf())).toBe('b');
    const a = stateNodes(machine).find(({ key }) => key === 'a') as AnyStateNode;
    expect(edgesFrom(a).map(({ target }) => pathName(target))).toEqual(['b']);
  });

  it('a transition with a guard may leave the event to the next one', () => {
    const { leaf } = start({
      initial: 'a',
      states: { a: { on: { go: [{ guard: 'may', target: 'b' }, 'c'] } }, b: {}, c: {}, d: {} },
      on: { go: '.d' },
    });
    expect(edgesFrom(leaf()).map(({ target }) => pathName(target))).toEqual(['b', 'c']);
  });

  it('wildcards of a state do not hide the events that it names itself', () => {
    const config = { initial: 'a', states: { a: { on: { '*': 'b', go: 'c' } }, b: {}, c: {} } };
    const { from, to } = runOf(config, { before: [], event: 'go' });
    expect(to).toBe('c');
    expect(edgesFrom(from).map(({ target }) => pathName(target))).toEqual(['b', 'c']);
  });
});

/** Starts the chart in XState; `ran` grows with the names of the actions that run. */
function start(config: object) {
  const ran: string[] = [];
  const named = createMachine(config as never);
  const names = stateNodes(named).flatMap((node) =>
    actionNames([
      ...node.entry,
      ...node.exit,
      ...(node.initial?.actions ?? []),
      ...[...node.transitions.values()].flat().flatMap(({ actions }) => actions),
    ]),
  );
  const actions = Object.fromEntries(names.map((name) => [name, () => void ran.push(name)]));
  const machine = named.provide({ actions, guards: { may: () => false } } as never);
  const actor = createActor(machine).start();
  const leaf = () => leafOf(actor.getSnapshot() as AnyMachineSnapshot, stateNodes(machine));
  return { machine, actor, ran, leaf };
}

/** What XState does with the event. */
function runOf(config: object, { before, event }: Pick<Required<Case>, 'before' | 'event'>) {
  const { actor, ran, leaf } = start(config);
  const send = (type: string) => actor.send({ type } as EventObject);
  for (const type of before) send(type);
  const from = leaf();
  ran.length = 0;
  send(event);
  return { from, to: pathName(leaf()), actions: ran };
}

function leafOf({ value }: AnyMachineSnapshot, nodes: readonly AnyStateNode[]): AnyStateNode {
  const path: string[] = [];
  for (let rest: unknown = value; rest !== undefined; ) {
    const [key, inner] =
      typeof rest === 'string' ? [rest] : (Object.entries(rest as object)[0] ?? []);
    if (key !== undefined) path.push(key);
    rest = inner;
  }
  return nodes.find((node) => pathName(node) === path.join('.')) as AnyStateNode;
}
