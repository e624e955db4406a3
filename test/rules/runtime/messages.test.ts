import { describe, expect, it } from 'vitest';
import { createMachine, emit, sendTo } from 'xstate';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import { prepareMachine } from '../../../src/xstate/host/prepareMachine.ts';
import { lampEngine } from './lamps.ts';

const tell = (type: string) => emit({ type });

/** An actor that sends itself a message between two facts, and can be ended. */
const machine = createMachine({
  initial: 'open',
  on: { poke: { actions: tell('poked') } },
  states: {
    open: {
      on: {
        list: { actions: [tell('one'), tell('two'), tell('three')] },
        ask: {
          actions: [tell('asked'), sendTo(({ self }) => self, { type: 'answer' }), tell('waiting')],
        },
        answer: { actions: [tell('answered'), tell('content')] },
        end: 'ended',
      },
    },
    ended: { type: 'final' },
  },
});

const plain: ActorKind = {
  name: 'asker',
  machine,
  storesHistory: false,
  // Stays in memory, so that messages still reach it.
  canPassivate: () => false,
  isDisposable: () => false,
  initialInput: () => ({}),
};

/** The same with its chart compiled, as those of carts and orders are. */
const compiled: ActorKind = { ...plain, machine: prepareMachine(machine) };

interface Way {
  readonly kind: ActorKind;
  readonly inspected: boolean;
}

/** Sends the events in one turn. @returns the facts that they cause. */
async function factsOf({ kind, inspected }: Way, ...types: string[]): Promise<string[]> {
  const inspect = inspected ? { inspect: () => {} } : {};
  const { engine, told } = lampEngine({ kinds: [kind], ...inspect });
  await engine.turn(() => {
    const ref = engine.directory.find(kind, 'ada')?.ref;
    for (const type of types) ref?.send({ type });
  });
  expect(engine.stopped).toBeUndefined();
  return told.map(({ type }) => type);
}

describe.each<readonly [string, Way]>([
  ['an unwatched actor', { kind: compiled, inspected: false }],
  ['an inspected actor', { kind: compiled, inspected: true }],
  ['an actor whose chart is not compiled', { kind: plain, inspected: false }],
])('%s', (_, way) => {
  it('does what the actions of a step ask for in their order', async () => {
    expect(await factsOf(way, 'list')).toEqual(['one', 'two', 'three']);
  });

  it('takes a message that it gets within a step when the step is over', async () => {
    expect(await factsOf(way, 'ask', 'list')).toEqual([
      ...['asked', 'waiting', 'answered', 'content'],
      ...['one', 'two', 'three'],
    ]);
  });

  it('takes no message once it has ended, also where its root would', async () => {
    expect(await factsOf(way, 'poke', 'end', 'poke')).toEqual(['poked']);
  });
});
