import { describe, expect, test } from 'vitest';
import { assign, emit, enqueueActions, sendTo } from 'xstate';
import { type Chart, type Kit, machineOf } from '../chart.ts';
import { obstructed } from '../corpus/obstructed.ts';
import { type SpawnArgs, tell, worker } from '../corpus/worker.ts';
import { expectSame } from '../expectSame.ts';
import type { Args } from '../trace.ts';
import { observeVisibly } from './observeVisibly.ts';

/** The number of events that a hosted actor took unwatched, once all is as in XState. */
function unwatchedSteps(chart: Chart): number {
  const hosted = observeVisibly(chart, { isHosted: true });
  const plain = observeVisibly(chart, { isHosted: false });
  expectSame(hosted.moments, plain.moments, chart.rule);
  return hosted.host?.unwatchedSteps ?? 0;
}

describe('what an unwatched step cannot do is done in the way of XState:', () => {
  test.each(Object.entries(obstructed))('%s', (rule, [machine]) => {
    const steps = ['go', 'out', 'back', 'both', 10];
    expect(unwatchedSteps({ rule, build: () => machine, steps })).toBe(0);
  });

  const byAssignment = assign({
    worker: ({ spawn }: SpawnArgs) => spawn('worker', { id: 'w' }),
  } as never);
  const byCollection = enqueueActions(({ enqueue }) =>
    enqueue.spawnChild('worker' as never, { id: 'w' } as never),
  );

  const overAtOnce = assign({
    worker: ({ spawn }: SpawnArgs) => spawn(machineOf({ type: 'final' }), { id: 'w' }),
  } as never);

  test.each([
    ['an assignment', byAssignment],
    ['a collection', byCollection],
  ])('events for an actor with a child that %s has spawned', (rule, spawn) => {
    const build = (kit: Kit) =>
      machineOf(
        {
          on: {
            touch: { actions: kit.trace.act('touched') },
            spawn: { actions: spawn },
            count: tell('count'),
            finish: tell('finish'),
          },
        },
        { actors: { worker: worker(kit) } },
      );
    const steps = (...steps: string[]) => unwatchedSteps({ rule, build, steps });
    const start = steps();
    expect(steps('touch')).toBe(start + 1);
    // The step that spawns it is unwatched, those that follow are not.
    expect(steps('spawn')).toBe(start + 1);
    expect(steps('spawn', 'count', 'touch', 'touch')).toBe(start + 1);
  });

  test.each([
    ['an assignment', byAssignment],
    ['a collection', byCollection],
    ['an assignment that is over at once', overAtOnce],
  ])('the start of an actor whose entry spawns a child by %s', (rule, spawn) => {
    const probe = ({ system }: Args) => system.get('probe');
    const entry = [
      emit({ type: 'before' }),
      sendTo(probe, { type: 'before' }),
      spawn,
      emit({ type: 'after' }),
    ];
    const build = (kit: Kit) =>
      machineOf(
        {
          entry,
          on: { count: tell('count'), 'xstate.done.actor.w': { actions: kit.trace.act('done') } },
        },
        { actors: { worker: worker(kit) } },
      );
    expect(unwatchedSteps({ rule, build, steps: ['count', 'count'] })).toBeLessThanOrEqual(1);
  });

  test('a spawn function that is kept goes on to spawn for the event that it was made for', () => {
    let kept: SpawnArgs['spawn'] = () => undefined as never;
    const keep = assign(({ spawn }: SpawnArgs) => {
      kept = spawn;
      return {};
    });
    const input = ({ event }: Args) => event.type;
    const build = (kit: Kit) =>
      machineOf(
        {
          on: {
            keep: { actions: keep },
            touch: { actions: kit.trace.act('touched') },
            late: { actions: () => kept('worker', { id: 'w', input }) },
          },
        },
        { actors: { worker: worker(kit) } },
      );
    const steps = ['keep', 'touch', 'late', 'touch', 'touch'];
    expect(unwatchedSteps({ rule: 'kept', build, steps })).toBeGreaterThan(2);
  });
});
