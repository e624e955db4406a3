import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { delayMs } from '../../../src/charts/waits.ts';

interface DelayArgs {
  readonly context: { readonly dueAt: number };
  readonly system: { now(): number };
}

const machine = createMachine({}).provide({
  delays: {
    grace: 500,
    untilDue: ({ context, system }: DelayArgs) => context.dueAt - system.now(),
    never: () => 'never',
  } as never,
});
const msOf = (delay: string, dueAt = 0) => delayMs(machine, delay, { context: { dueAt }, at: 70 });

describe('the milliseconds of a delay, long after its state was entered', () => {
  it('are those of the chart, or of its name there', () => {
    expect([msOf('1000'), msOf('grace')]).toEqual([1000, 500]);
  });

  it('are worked out for the context and for when the state was entered', () => {
    expect(msOf('untilDue', 100)).toBe(30);
  });

  it('are none if they would be less', () => {
    expect(msOf('untilDue', 10)).toBe(0);
  });

  it.each(['never', 'unknown'])('are no other value: %s', (delay) => {
    expect(() => msOf(delay)).toThrow('expected a number of milliseconds, got ');
  });
});
