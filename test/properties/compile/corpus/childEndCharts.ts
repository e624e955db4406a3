import { assign, sendTo, stopChild } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';
import { spawning, tell, worker } from './worker.ts';

/** The end of spawned actors. */
export const childEndCharts: readonly Chart[] = [
  {
    rule: 'a child that fails ends its parent if no transition catches the error',
    build: (kit) =>
      machineOf(
        {
          exit: kit.trace.act('out'),
          on: { hire: { actions: spawning({ id: 'w' }) }, fail: tell('fail') },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'fail', 'hire'],
  },
  {
    rule: 'a child that fails is caught by its id, or by a wildcard',
    build: (kit) =>
      machineOf(
        {
          on: {
            hire: { actions: [spawning({ id: 'w' }), spawning({ id: 'v' }, 'other')] },
            fail: tell('fail'),
            failOther: tell('fail', 'v'),
            'xstate.error.actor.w': {
              actions: [kit.trace.act('caught'), assign({ worker: undefined })],
            },
            'xstate.error.*': { actions: kit.trace.act('caught by a wildcard') },
          },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'fail', 'failOther'],
  },
  {
    rule: 'a child is stopped by id or by reference, and its timers with it',
    build: (kit) =>
      machineOf(
        {
          on: {
            hire: {
              actions: [
                spawning({ id: 'w', systemId: 'one' }),
                spawning({ id: 'v', systemId: 'two' }, 'other'),
              ],
            },
            stop: { actions: [stopChild('w'), kit.trace.act('after stop')] },
            stopOther: { actions: stopChild(({ context }: Args) => context.other) },
            none: { actions: stopChild('nobody') },
            again: { actions: [stopChild('w'), spawning({ id: 'w', systemId: 'one' })] },
          },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'again', 'none', 'stop', 10, 'stopOther', 20],
  },
  {
    rule: 'a second actor with the same systemId ends the actor that spawns it',
    build: (kit) =>
      machineOf(
        { on: { hire: { actions: [spawning({ id: 'w', systemId: 'same' })] } } },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'hire', 'hire'],
  },
  {
    rule: 'the children of a machine that is done are stopped',
    build: (kit) =>
      machineOf(
        {
          initial: 'a',
          states: {
            a: {
              entry: spawning({ id: 'w' }),
              exit: sendTo('w', { type: 'count' }),
              on: { end: 'b' },
            },
            b: { type: 'final', entry: spawning({ id: 'late' }, 'late') },
          },
          exit: kit.trace.act('out'),
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['end'],
  },
  {
    rule: 'the children of a machine that is stopped are stopped',
    build: (kit) =>
      machineOf(
        {
          entry: [spawning({ id: 'w' }), spawning({ id: 'v' }, 'other')],
          exit: kit.trace.act('out'),
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: [5, 'xstate.stop', 20],
  },
];
