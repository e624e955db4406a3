import { assign, emit, setup } from 'xstate';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import { Engine } from '../../../src/runtime/engine.ts';
import type { EngineOptions } from '../../../src/runtime/engineOptions.ts';
import type { Part } from '../../../src/runtime/part.ts';
import { simulatedClock } from '../../../src/runtime/simulatedClock.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import { memoryStore } from '../../../src/store/memoryStore.ts';

/**
 * A lamp that switches itself off, and asks to be dusted when it has been off for a week: a chart with a timer in a state in which
 * it may be passivated. Nothing here is about commerce.
 */
export const lampMachine = setup({
  types: {
    context: {} as { name: string; uses: number; dusted: number },
    input: {} as { name: string },
    events: {} as { type: 'press' } | { type: 'smash' } | { type: 'explode' },
    emitted: {} as { type: string; name: string },
  },
  actions: {
    count: assign({ uses: ({ context }) => context.uses + 1 }),
    tellOn: emit(({ context }) => ({ type: 'lamp.on', name: context.name })),
    tellOff: emit(({ context }) => ({ type: 'lamp.off', name: context.name })),
    explode: () => {
      throw new Error('the lamp exploded');
    },
  },
}).createMachine({
  id: 'lamp',
  context: ({ input }) => ({ name: input.name, uses: 0, dusted: 0 }),
  initial: 'off',
  states: {
    off: {
      on: { press: { target: 'on', actions: ['count', 'tellOn'] }, smash: 'broken' },
      after: { 10000: { actions: assign({ dusted: ({ context }) => context.dusted + 1 }) } },
    },
    on: {
      on: { press: { target: 'off', actions: 'tellOff' }, explode: { actions: 'explode' } },
      after: { 1000: { target: 'off', actions: 'tellOff' } },
    },
    broken: { type: 'final' },
  },
});

export const lamps: ActorKind = {
  name: 'lamp',
  machine: lampMachine,
  storesHistory: true,
  canPassivate: ({ value }) => value !== 'on',
  isDisposable: ({ context }) => (context as { readonly uses: number }).uses === 0,
  initialInput: (name) => ({ name }),
};

/** An engine full of lamps, with the facts that it has published. */
export function lampEngine({
  kinds = [lamps],
  afterCommit = () => {},
  ...options
}: Partial<EngineOptions> & Pick<Part, 'kinds' | 'afterCommit'> = {}) {
  const clock = simulatedClock();
  const store = memoryStore();
  const told: RecordedFact[] = [];
  const engine = new Engine({ clock, store, ...options });
  const part: Part = {
    kinds,
    wantsFact: () => true,
    afterCommit(facts, lastSeq) {
      told.push(...facts);
      afterCommit(facts, lastSeq);
    },
  };
  // A new engine has nothing to wait for: all phases but the last have run when this returns.
  engine.open([part]).catch(() => {});
  const press = (name: string, type = 'press') =>
    engine.turn(() => engine.directory.find(lamps, name)?.ref.send({ type }));
  return { engine, clock, store, told, press };
}
