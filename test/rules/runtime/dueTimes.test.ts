import { describe, expect, it } from 'vitest';
import { createMachine, raise } from 'xstate';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import { prepareMachine } from '../../../src/xstate/host/prepareMachine.ts';
import { lampEngine, lampMachine, lamps } from './lamps.ts';

/** An actor that rings three bells by itself, each after a delay of its own, and may be ended before. */
const bellMachine = createMachine({
  initial: 'waiting',
  entry: [
    raise({ type: 'ring' }, { id: 'first', delay: 999.5 }),
    raise({ type: 'ring' }, { id: 'second', delay: 2000.001 }),
    raise({ type: 'ring' }, { id: 'third', delay: 3000 }),
  ],
  states: {
    waiting: { on: { ring: { actions: () => {} }, stop: 'ended' } },
    ended: { type: 'final' },
  },
});

const bells: ActorKind = {
  name: 'bell',
  machine: bellMachine,
  storesHistory: false,
  canPassivate: ({ status }) => status === 'done',
  isDisposable: () => false,
  initialInput: () => ({}),
};

/** An engine with the bells of one tower, which have been set at 0. */
async function openTower() {
  const opened = lampEngine({ kinds: [bells] });
  const rung: number[] = [];
  opened.engine.observers.add({ timerFired: (_, at) => rung.push(at) });
  await opened.engine.turn(() => opened.engine.directory.find(bells, 'tower'));
  return { ...opened, rung };
}

describe('nothing falls due before its time', () => {
  it('a timer with a fraction of a millisecond left fires in the next millisecond', async () => {
    const { clock, rung } = await openTower();
    clock.advance(999);
    expect(rung).toEqual([]);
    clock.advance(1);
    expect(rung).toEqual([1000]);
    clock.advance(1000);
    expect(rung).toEqual([1000]);
    clock.advance(1);
    expect(rung).toEqual([1000, 2001]);
    clock.advance(2000);
    expect(rung).toEqual([1000, 2001, 3000]);
  });

  it('a timer that is the only one of its actor as well: a clock with fractions of a millisecond makes it no earlier', async () => {
    let time = 0;
    const clock = { now: () => time, setTimeout: () => 0, clearTimeout: () => {} };
    const { engine, press } = lampEngine({ clock });
    await press('hall'); // Switches itself off after 1,000 ms.
    time = 999.9;
    engine.runDueTimers();
    expect(engine.directory.peek(lamps, 'hall')?.value).toBe('on');
    expect(engine.now()).toBe(999);
    time = 1000.2;
    engine.runDueTimers();
    expect(engine.directory.peek(lamps, 'hall')?.value).toBe('off');
  });
});

describe('a state that is left', () => {
  const compiled: ActorKind = { ...lamps, machine: prepareMachine(lampMachine) };

  it.each([
    ['compiled', compiled],
    ['not compiled', lamps],
  ])('takes its timer with it (a chart that is %s)', async (_, kind) => {
    const { engine } = lampEngine({ kinds: [kind] });
    const press = () =>
      engine.turn(() => engine.directory.find(kind, 'hall')?.ref.send({ type: 'press' }));
    await press();
    expect(engine.timerCount).toBe(1);
    for (let round = 0; round < 3; round++) {
      await press(); // Off, with the timer of that state alone.
      expect(engine.timerCount).toBe(1);
      await press();
      expect(engine.timerCount).toBe(1);
    }
  });
});

describe('an actor that ends', () => {
  it('takes all of its timers with it', async () => {
    const { engine, clock, rung } = await openTower();
    expect(engine.timerCount).toBe(3);
    await engine.turn(() => engine.directory.find(bells, 'tower')?.ref.send({ type: 'stop' }));
    expect(engine.timerCount).toBe(0);
    clock.advance(10_000);
    expect(rung).toEqual([]);
  });
});
