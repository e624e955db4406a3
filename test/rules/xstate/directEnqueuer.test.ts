import { describe, expect, test } from 'vitest';
import type { ActionContext } from '../../../src/xstate/compile/actionContext.ts';
import { DIRECT } from '../../../src/xstate/compile/directActions.ts';
import { Effects } from '../../../src/xstate/compile/effects.ts';

/** What an actor does outside of itself when a callback has enqueued with the direct enqueuer. */
function enqueued(callback: (enqueue: typeof DIRECT) => void): unknown[][] {
  const done: unknown[][] = [];
  const self = { id: 'self' };
  const other = { id: 'other' };
  const system = {
    _relay: (...[from, to, event]: unknown[]) => done.push(['sent', from, to, event]),
    scheduler: {
      schedule: (...[from, to, event, delay, id]: unknown[]) =>
        done.push(['scheduled', from, to, event, delay, id]),
    },
  };
  const machine = { id: 'm', implementations: { delays: { soon: 5 } } };
  const effects = new Effects();
  const on = { self, system, machine, effects, children: { other } } as unknown as ActionContext;
  DIRECT.collect({ collect: () => callback(DIRECT) } as never, on);
  effects.run({
    ref: self,
    system,
    emit: (event: unknown) => done.push(['emitted', event]),
  } as never);
  return done.map((entry) => entry.map((it) => (it as { id?: string })?.id ?? it));
}

describe('the enqueuer for callbacks that keep nothing', () => {
  test('sends at once without a delay, by reference or by the id of a child', () => {
    const event = { type: 'ping' };
    expect(enqueued((enqueue) => enqueue.sendTo('other', event))).toEqual([
      ['sent', 'self', 'other', event],
    ]);
    expect(enqueued((enqueue) => enqueue.sendTo({ id: 'given' }, event))).toEqual([
      ['sent', 'self', 'given', event],
    ]);
  });

  test('sends later with a delay in milliseconds or by name, under the id', () => {
    const event = { type: 'ping' };
    expect(
      enqueued((enqueue) => {
        enqueue.sendTo('other', event, { id: 'timer', delay: 10 });
        enqueue.sendTo('other', event, { delay: 'soon' });
      }),
    ).toEqual([
      ['scheduled', 'self', 'other', event, 10, 'timer'],
      ['scheduled', 'self', 'other', event, 5, undefined],
    ]);
  });

  test('emits in the order of the calls', () => {
    expect(
      enqueued((enqueue) => {
        enqueue.emit({ type: 'one' });
        enqueue.sendTo('other', { type: 'ping' });
        enqueue.emit({ type: 'two' });
      }).map(([what]) => what),
    ).toEqual(['emitted', 'sent', 'emitted']);
  });

  test('refuses an actor that is not there', () => {
    expect(() => enqueued((enqueue) => enqueue.sendTo('gone', { type: 'ping' }))).toThrow(
      "Unable to send event to actor 'gone' from machine 'm'.",
    );
  });
});
