import { describe, expect, it } from 'vitest';
import { simulatedClock } from '../../../src/runtime/simulatedClock.ts';

describe('the simulated clock', () => {
  it('stands still until it is advanced', () => {
    const clock = simulatedClock(500);
    expect(clock.now()).toBe(500);
    clock.advance(20);
    expect(clock.now()).toBe(520);
  });

  it('runs timers in due order, those due together in the order they were set', () => {
    const clock = simulatedClock();
    const ran: string[] = [];
    for (const [name, delay] of [
      ['c', 30],
      ['a', 10],
      ['b', 10],
      ['late', 31],
    ] as const) {
      clock.setTimeout(() => ran.push(`${name}@${clock.now()}`), delay);
    }
    clock.advance(30);
    expect(ran).toEqual(['a@10', 'b@10', 'c@30']);
    expect(clock.now()).toBe(30);
  });

  it('runs timers that timers set, if they fall due on the way', () => {
    const clock = simulatedClock();
    const ran: number[] = [];
    const tick = () => {
      ran.push(clock.now());
      clock.setTimeout(tick, 10);
    };
    clock.setTimeout(tick, 10);
    clock.advance(35);
    expect(ran).toEqual([10, 20, 30]);
  });

  it('does not run what was cleared', () => {
    const clock = simulatedClock();
    const ran: string[] = [];
    const timer = clock.setTimeout(() => ran.push('cleared'), 1);
    clock.setTimeout(() => ran.push('kept'), 1);
    clock.clearTimeout(timer);
    clock.advance(1);
    expect(ran).toEqual(['kept']);
  });
});
