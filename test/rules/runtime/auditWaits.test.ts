import { describe, expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { auditWaits } from '../../../src/runtime/auditWaits.ts';
import { Quarantine } from '../../../src/runtime/resume/quarantine.ts';
import type { StoredTimer } from '../../../src/schema/storedActor.ts';

const bulb = createMachine({
  id: 'bulb',
  initial: 'warm',
  states: { warm: { after: { 50: 'cold' } }, cold: {} },
});
const lamp = createMachine({
  id: 'lamp',
  initial: 'on',
  states: { on: { invoke: { id: 'bulb', src: bulb }, after: { 1000: 'off' } }, off: {} },
});

/** What an audit says of a lamp with these timers, and of its bulb with others. */
function problemsOf(own: readonly string[], its: readonly string[]): string[] {
  const actor = createActor(lamp).start();
  const getSnapshot = () => actor.getSnapshot();
  const live = { kind: { name: 'lamp', machine: lamp }, name: '7', getSnapshot };
  const directory = { live: () => [['lamp/7', live]], quarantine: new Quarantine() };
  const timers = (types: readonly string[]) =>
    types.map((type): StoredTimer => ({ id: type, event: { type }, dueAt: 5, since: 1 }));
  const scheduler = { timersOf: (owner: unknown) => timers(owner === live ? own : its) };
  const found = [...auditWaits(directory as never, scheduler as never)];
  actor.stop();
  return found;
}

const OFF = 'xstate.after.1000.lamp.on';
const COLD = 'xstate.after.50.bulb.warm';

describe('the audit of an actor in memory', () => {
  it('says nothing of one with the timers of its state, and of the states of its children', () => {
    expect(problemsOf([OFF], [COLD])).toEqual([]);
  });

  it('names one without a timer that its state needs', () => {
    expect(problemsOf([], [COLD])).toEqual([
      'lamp 7 has no timer for the delay 1000 of the state on',
    ]);
  });

  it('names one with a timer that its chart does not answer in this state', () => {
    expect(problemsOf([OFF, 'xstate.after.7.lamp.off'], [COLD])).toEqual([
      'lamp 7 waits for xstate.after.7.lamp.off, which its chart does not answer in this state',
    ]);
  });

  it('names one whose child lacks a timer', () => {
    expect(problemsOf([OFF], [])).toEqual([
      'lamp 7 has the child bulb, which has no timer for the delay 50 of the state warm',
    ]);
  });
});
