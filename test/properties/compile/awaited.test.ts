import { describe, expect, test } from 'vitest';
import {
  type AnyActorRef,
  assertEvent,
  assign,
  createActor,
  fromPromise,
  mapState,
  toPromise,
  waitFor,
} from 'xstate';
import { compile } from '../../../src/compile.ts';
import { asItIs, machineOf } from './chart.ts';
import type { Args } from './trace.ts';

type Spawn = (src: string, options: object) => AnyActorRef;

/** Spawns an actor that answers later, and ends with the answer. */
const asking = (answer: () => Promise<unknown>) =>
  machineOf(
    {
      context: { answer: null },
      initial: 'idle',
      states: {
        idle: { on: { ask: 'waiting' } },
        waiting: {
          tags: 'waiting',
          entry: assign(
            ({ spawn }: { spawn: Spawn }) =>
              ({ asked: spawn('answer', { id: 'answer' }) }) as never,
          ),
          on: {
            'xstate.done.actor.answer': {
              target: 'answered',
              actions: assign({ answer: ({ event }: Args) => event.output }),
            },
          },
          after: { 5: { actions: assign({ waited: true }) } },
        },
        answered: { type: 'final' },
      },
      output: ({ context }: Args) => context.answer,
    },
    { actors: { answer: fromPromise(answer) } },
  );

describe.each([
  ['a plain machine', asItIs],
  ['a compiled machine', compile],
])('%s can be waited for:', (_kind, make) => {
  test('for a state, and for its output', async () => {
    const actor = createActor(make(asking(async () => 42)));
    const output = toPromise(actor);
    actor.start().send({ type: 'ask' });
    const waiting = await waitFor(actor, (snapshot) => snapshot.hasTag('waiting'));
    expect(waiting.value).toBe('waiting');
    await expect(output).resolves.toBe(42);
    expect(actor.getSnapshot().status).toBe('done');
  });

  test('for its failure', async () => {
    const actor = createActor(make(asking(() => Promise.reject(new Error('no answer')))));
    const output = toPromise(actor);
    actor.start().send({ type: 'ask' });
    await expect(output).rejects.toThrow('no answer');
  });

  test('for the real time to pass', async () => {
    const actor = createActor(make(asking(() => new Promise(() => {}))));
    actor.start().send({ type: 'ask' });
    const later = await waitFor(actor, ({ context }) => context.waited === true);
    expect(later.value).toBe('waiting');
    actor.stop();
    expect(actor.getSnapshot().status).toBe('stopped');
  });

  test('and asserts its events, and maps its states', () => {
    const machine = machineOf({
      initial: 'a',
      states: { a: { entry: ({ event }: Args) => assertEvent(event, 'xstate.*') } },
      on: { go: { actions: ({ event }: Args) => assertEvent(event, 'other') } },
    });
    const actor = createActor(make(machine));
    const errors: unknown[] = [];
    actor.subscribe({ error: (error) => errors.push(error) });
    actor.start();
    const mapper = { states: { a: { map: () => 'in a' } }, map: () => 'at the root' };
    const mapped = mapState(actor.getSnapshot(), mapper as never) as { result: unknown }[];
    expect(mapped.map(({ result }) => result)).toEqual(['in a', 'at the root']);
    expect(errors).toEqual([]);
    actor.send({ type: 'go' });
    expect(String(errors)).toContain('to have type matching "other"');
  });
});
