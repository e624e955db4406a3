import { describe, expect, test } from 'vitest';
import { createActor, type EventObject, fromTransition } from 'xstate';
import { simulatedClock } from '../../../src/testing.ts';
import type { ActionContext } from '../../../src/xstate/compile/actionContext.ts';
import { DIRECT } from '../../../src/xstate/compile/directActions.ts';
import { Effects } from '../../../src/xstate/compile/effects.ts';

const MACHINE = { id: 'm', implementations: { delays: { soon: 5 } } };

/** What two actors receive and what is emitted when a callback has enqueued: at once, and later. */
function enqueued(callback: (enqueue: typeof DIRECT, on: ActionContext) => void) {
  const clock = simulatedClock(0);
  let done: string[] = [];
  const note = (name: string) => (_: null, event: EventObject) => {
    done.push(`${clock.now()} ms: ${name} ${event.type}`);
    return null;
  };
  const self = createActor(fromTransition(note('self'), null), { clock } as never).start();
  const { system } = self;
  const other = createActor(fromTransition(note('other'), null), { parent: self } as never).start();
  const effects = new Effects();
  const children = { other };
  const on = { self, system, machine: MACHINE, effects, children } as unknown as ActionContext;
  DIRECT.collect({ collect: () => callback(DIRECT, on) } as never, on);
  expect(done).toEqual([]);
  effects.run({
    ref: self,
    system,
    emit: ({ type }: EventObject) => done.push(`emitted ${type}`),
  } as never);
  const atOnce = done;
  done = [];
  clock.advance(100);
  return { atOnce, later: done };
}

describe('the enqueuer for callbacks that keep nothing', () => {
  test('sends at once without a delay, to an actor or to the child of that id', () => {
    const seen = enqueued((enqueue, { children }) => {
      enqueue.sendTo('other', { type: 'one' });
      enqueue.sendTo(children.other, { type: 'two' });
      enqueue.sendTo(undefined, { type: 'three' });
    });
    const expected = ['0 ms: other one', '0 ms: other two', '0 ms: self three'];
    expect(seen).toEqual({ atOnce: expected, later: [] });
  });

  test('sends later with a delay in milliseconds or by name', () => {
    const seen = enqueued((enqueue) => {
      enqueue.sendTo('other', { type: 'slow' }, { id: 'a', delay: 10 });
      enqueue.sendTo('other', { type: 'quick' }, { id: 'b', delay: 'soon' });
    });
    expect(seen).toEqual({ atOnce: [], later: ['5 ms: other quick', '10 ms: other slow'] });
  });

  test('sends under the given id, by which it can be cancelled', () => {
    const seen = enqueued((enqueue, { effects }) => {
      enqueue.sendTo('other', { type: 'first' }, { id: 'a', delay: 10 });
      enqueue.sendTo('other', { type: 'second' }, { id: 'b', delay: 20 });
      effects.cancel('a');
    });
    expect(seen.later).toEqual(['20 ms: other second']);
  });

  test('emits and sends in the order of the calls', () => {
    const { atOnce } = enqueued((enqueue) => {
      enqueue.emit({ type: 'one' });
      enqueue.sendTo('other', { type: 'two' });
      enqueue.emit({ type: 'three' });
    });
    expect(atOnce).toEqual(['emitted one', '0 ms: other two', 'emitted three']);
  });

  test('refuses an actor that is not there', () => {
    expect(() => enqueued((enqueue) => enqueue.sendTo('gone', { type: 'ping' }))).toThrow(
      "Unable to send event to actor 'gone' from machine 'm'.",
    );
  });
});
