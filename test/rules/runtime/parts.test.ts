import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/index.ts';
import { Engine } from '../../../src/runtime/engine.ts';
import type { Part } from '../../../src/runtime/part.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { lampEngine, lamps } from './lamps.ts';

/** A part that writes down which of its members are called. */
function recorder(name: string, calls: string[]): Part {
  const call = (member: string) => () => void calls.push(`${name} ${member}`);
  return {
    load: call('load'),
    restore: ({ name: actor }) => calls.push(`${name} restore ${actor}`),
    start: call('start'),
    ready: call('ready'),
    wantsFact: () => true,
    beforeCommit: ({ facts }) => calls.push(`${name} beforeCommit ${facts.length}`),
    afterCommit: (facts) => calls.push(`${name} afterCommit ${facts.length}`),
    audit: () => [`${name} is never content`],
    stop: call('stop'),
  };
}

/** A store that an engine has left with the hall's lamp switched on. */
async function litStore() {
  const store = memoryStore();
  const { press, clock } = lampEngine({ store, isDurable: true });
  await press('hall');
  return { store, clock };
}

describe('an engine with parts', () => {
  it('opens them in phases: each phase is over for all parts before the next begins', async () => {
    const { store, clock } = await litStore();
    const calls: string[] = [];
    const engine = new Engine({ store, clock, isDurable: true });
    await engine.open([{ kinds: [lamps] }, recorder('one', calls), recorder('two', calls)]);
    expect(calls).toEqual([
      'one load',
      'two load',
      'one restore hall',
      'two restore hall',
      'one start',
      'two start',
      'one ready',
      'two ready',
    ]);
  });

  it('runs overdue timers after the start of the services, and before they are ready', async () => {
    const { store } = await litStore();
    const clock = simulatedClock(24 * 60 * 60 * 1000);
    const calls: string[] = [];
    const engine = new Engine({ store, clock, isDurable: true });
    await engine.open([{ kinds: [lamps] }, recorder('one', calls)]);
    const turn = calls.findIndex((call) => call.startsWith('one beforeCommit'));
    expect(calls[turn - 1]).toBe('one start');
    expect(calls.at(-1)).toBe('one ready');
  });

  it('calls them before and after the commit of each turn, in the order of the list', async () => {
    const calls: string[] = [];
    const engine = new Engine({ store: memoryStore(), clock: simulatedClock() });
    await engine.open([recorder('one', calls), recorder('two', calls)]);
    calls.length = 0;
    await engine.turn(() => engine.emit({ type: 'something.happened' }));
    expect(calls).toEqual([
      'one beforeCommit 1',
      'two beforeCommit 1',
      'one afterCommit 1',
      'two afterCommit 1',
    ]);
  });

  it('asks all of them what is wrong, and stops them once', async () => {
    const calls: string[] = [];
    const engine = new Engine({ store: memoryStore(), clock: simulatedClock() });
    await engine.open([recorder('one', calls), recorder('two', calls)]);
    expect(engine.audit()).toEqual(['one is never content', 'two is never content']);
    calls.length = 0;
    await engine.close();
    await engine.close();
    expect(calls).toEqual(['one stop', 'two stop']);
  });

  it('does not open when a part throws', async () => {
    const engine = new Engine({ store: memoryStore(), clock: simulatedClock() });
    const part: Part = {
      load() {
        throw new Error('no records for you');
      },
    };
    await expect(engine.open([part])).rejects.toThrow('no records for you');
  });
});
