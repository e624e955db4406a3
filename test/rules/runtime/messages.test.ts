import { describe, expect, it } from 'vitest';
import { createMachine, emit, sendTo } from 'xstate';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
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

const asker: ActorKind = {
  name: 'asker',
  machine,
  storesHistory: false,
  // Stays in memory, so that messages still reach it.
  canPassivate: () => false,
  isDisposable: () => false,
  initialInput: () => ({}),
};

/** Sends the events in one turn. @returns the facts that they cause. */
async function factsOf(inspected: boolean, ...types: string[]): Promise<string[]> {
  const inspect = inspected ? { inspect: () => {} } : {};
  const { engine, told } = lampEngine({ kinds: [asker], ...inspect });
  await engine.turn(() => {
    const ref = engine.directory.find(asker, 'ada')?.ref;
    for (const type of types) ref?.send({ type });
  });
  expect(engine.stopped).toBeUndefined();
  return told.map(({ type }) => type);
}

describe.each([
  ['an unwatched actor', false],
  ['an inspected actor', true],
])('%s', (_, inspected) => {
  it('does what the actions of a step ask for in their order', async () => {
    expect(await factsOf(inspected, 'list')).toEqual(['one', 'two', 'three']);
  });

  it('takes a message that it gets within a step when the step is over', async () => {
    expect(await factsOf(inspected, 'ask', 'list')).toEqual([
      ...['asked', 'waiting', 'answered', 'content'],
      ...['one', 'two', 'three'],
    ]);
  });

  it('takes no message once it has ended, also where its root would', async () => {
    expect(await factsOf(inspected, 'poke', 'end', 'poke')).toEqual(['poked']);
  });
});
