import { describe, expect, it } from 'vitest';
import type { DeliveryInput } from '../../../machines/index.ts';
import { batchLimits, FAILURES_TO_OPEN } from '../../../machines/rules/deliveryRules.ts';
import { endWait, INPUT, LIMITED_MS, type Subject, start } from './deliverySubject.ts';

/** The subject as a chart that fails, with its circuit open. */
function opened(): Subject {
  const subject = start();
  subject.send({ type: 'delivery.wanted' });
  subject.send({ type: 'delivery.filled' });
  for (let time = 0; time < FAILURES_TO_OPEN; time++) subject.fail();
  return subject;
}

describe('a channel that starts', () => {
  it.each([
    [false, 'idle'],
    [true, 'paused'],
  ])('and was paused (%s) is %s', (isPaused, state) => {
    expect(start({ isPaused }).state()).toBe(state);
  });
});

describe('a channel that is idle', () => {
  it('gathers messages when the first is there, and sends nothing', () => {
    const { state, send } = start();
    expect(batchLimits('idle', { messages: 100, batches: 4 })).toEqual({ messages: 0, batches: 0 });
    send({ type: 'delivery.wanted' });
    expect(state()).toBe('gathering');
  });

  it.each(['delivery.filled', 'delivery.emptied', 'delivery.resume'] as const)(
    'stays so at %s',
    (type) => {
      const { state, send } = start();
      send({ type });
      expect(state()).toBe('idle');
    },
  );

  it('waits when a batch fails that was on its way', () => {
    const { state, fail } = start();
    fail();
    expect(state()).toBe('backingOff');
  });
});

describe('a channel that gathers', () => {
  const gathering = (input: Partial<DeliveryInput> = {}) => {
    const subject = start(input);
    subject.send({ type: 'delivery.wanted' });
    return subject;
  };

  it('sends when the time is over', () => {
    const { state, clock } = gathering();
    clock.advance(49);
    expect(state()).toBe('gathering');
    clock.advance(1);
    expect(state()).toBe('sending');
  });

  it('sends at once when a batch is full', () => {
    const { state, send } = gathering();
    send({ type: 'delivery.filled' });
    expect(state()).toBe('sending');
    expect(batchLimits('gathering', { messages: 9, batches: 4 })).toEqual({
      messages: 0,
      batches: 0,
    });
  });

  it('is idle again when nothing waits any more', () => {
    const { state, send, clock } = gathering();
    send({ type: 'delivery.emptied' });
    clock.advance(50);
    expect(state()).toBe('idle');
  });

  it('gathers for no time where it shall not', () => {
    const { state, clock } = gathering({ gatherMs: 0 });
    clock.advance(0);
    expect(state()).toBe('sending');
  });
});

describe('a channel that sends', () => {
  const sending = () => {
    const subject = start();
    subject.send({ type: 'delivery.wanted' });
    subject.send({ type: 'delivery.filled' });
    return subject;
  };

  it('sends as much as its limits allow until nothing waits', () => {
    const { state, send } = sending();
    const most = { messages: 100, batches: 4 };
    expect(batchLimits('sending', most)).toBe(most);
    send({ type: 'delivery.emptied' });
    expect(state()).toBe('idle');
  });

  it('waits as long as its rate allows no message', () => {
    const { state, send, clock } = sending();
    send({ type: 'delivery.limited', waitMs: LIMITED_MS });
    clock.advance(LIMITED_MS - 1);
    expect(state()).toBe('throttled');
    clock.advance(1);
    expect(state()).toBe('sending');
  });

  it('forgets its failures with each success', () => {
    const { state, fail, succeed, failures, clock } = sending();
    for (let time = 1; time < FAILURES_TO_OPEN; time++) fail();
    succeed();
    expect([state(), failures()]).toEqual(['backingOff', 0]);
    clock.advance(INPUT.maxMs);
    fail();
    expect([state(), failures()]).toEqual(['backingOff', 1]);
  });
});

describe('a channel that backs off', () => {
  it.each([
    ['up to the base after the first failure', 1, 1, undefined, 1000],
    ['a part of that, as the random number says', 1, 0.25, undefined, 250],
    ['a millisecond at least', 1, 0, undefined, 1],
    ['up to twice as long after each further one', 3, 1, undefined, 4000],
    ['no longer than the maximum', 5, 1, undefined, 10_000],
    ['as long as the receiver wants at least', 1, 0.25, 700, 700],
    ['longer than that if it would wait longer anyway', 1, 1, 700, 1000],
    ['longer than the maximum, if the receiver wants it', 1, 1, 60_000, 60_000],
  ])('waits %s', (_, failures, random, retryAfterMs, waitMs) => {
    const { state, fail, clock, actor } = start();
    for (let time = 1; time < failures; time++) {
      fail();
      clock.advance(actor.getSnapshot().context.waitMs);
    }
    fail(retryAfterMs === undefined ? { random } : { random, retryAfterMs });
    const waiting = failures < FAILURES_TO_OPEN ? 'backingOff' : 'open';
    clock.advance(waitMs - 1);
    expect(state()).toBe(waiting);
    clock.advance(1);
    expect(state()).toBe(waiting === 'open' ? 'probing' : 'sending');
  });

  it('counts earlier batches that fail, too, and waits no longer for them', () => {
    const { state, fail, failures, clock } = start();
    fail();
    clock.advance(999);
    fail();
    expect([state(), failures()]).toEqual(['backingOff', 2]);
    clock.advance(1);
    expect(state()).toBe('sending');
  });

  it('goes on at once when an operator wants it', () => {
    const { state, fail, send, failures, clock } = start();
    fail();
    send({ type: 'delivery.resume' });
    expect([state(), failures()]).toEqual(['sending', 0]);
    clock.advance(INPUT.maxMs);
    expect(state()).toBe('sending');
  });
});

describe('a channel that fails', () => {
  it('has its circuit open after five failures in a row, and tells why', () => {
    const { state, fail, facts } = start();
    for (let time = 1; time < 5; time++) fail();
    expect([state(), facts]).toEqual(['backingOff', []]);
    fail({ reason: 'no disk' });
    expect(state()).toBe('open');
    expect(facts).toEqual([{ type: 'channel.failed', channel: 'mail', reason: 'no disk' }]);
  });

  it('tries one message when its wait is over', () => {
    const { state, clock } = opened();
    expect(batchLimits('open', { messages: 9, batches: 4 })).toEqual({ messages: 0, batches: 0 });
    clock.advance(INPUT.maxMs);
    expect(state()).toBe('probing');
    expect(batchLimits('probing', { messages: 9, batches: 4 })).toEqual({
      messages: 1,
      batches: 1,
    });
  });

  it.each(['open', 'probing'])('is well again with one success, when %s', (state) => {
    const subject = opened();
    if (state === 'probing') endWait(subject);
    expect(subject.state()).toBe(state);
    subject.succeed();
    expect([subject.state(), subject.failures()]).toEqual(['sending', 0]);
    expect(subject.facts.slice(1)).toEqual([{ type: 'channel.recovered', channel: 'mail' }]);
  });

  it('waits on after a message that was tried in vain, and tells nothing more', () => {
    const { state, clock, fail, facts } = opened();
    clock.advance(INPUT.maxMs);
    fail({ random: 0.5 });
    expect([state(), facts.length]).toEqual(['open', 1]);
    clock.advance(4999);
    expect(state()).toBe('open');
    clock.advance(1);
    expect(state()).toBe('probing');
  });

  it('waits for its rate before it tries one', () => {
    const { state, send, clock } = opened();
    clock.advance(INPUT.maxMs);
    send({ type: 'delivery.limited', waitMs: LIMITED_MS });
    expect(state()).toBe('open');
    clock.advance(LIMITED_MS);
    expect(state()).toBe('probing');
  });

  it('tries one at once when an operator wants it', () => {
    const { state, send, facts } = opened();
    send({ type: 'delivery.resume' });
    expect([state(), facts.length]).toEqual(['probing', 1]);
  });
});

describe('a channel that is paused, or waits', () => {
  it('may send nothing', () => {
    const nothing = { messages: 0, batches: 0 };
    expect(batchLimits('paused', { messages: 100, batches: 4 })).toEqual(nothing);
    expect(batchLimits('backingOff', { messages: 100, batches: 4 })).toEqual(nothing);
    expect(batchLimits('throttled', { messages: 100, batches: 4 })).toEqual(nothing);
  });
});
