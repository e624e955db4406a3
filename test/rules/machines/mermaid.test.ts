import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { toMermaid } from '../../../src/machines.ts';

it('draws nested, parallel and final states, guards, timeouts and actions', () => {
  const machine = createMachine({
    entry: 'greet',
    initial: 'idle',
    states: {
      idle: {
        entry: 'rest',
        on: {
          go: [
            { guard: 'isReady', target: 'busy', actions: ['note', 'start'] },
            { actions: 'wait' },
          ],
        },
        after: { 500: 'over', patience: 'over' },
      },
      busy: {
        type: 'parallel',
        states: {
          left: { initial: 'a', states: { a: { always: 'b' }, b: { type: 'final' } } },
          right: {},
        },
        onDone: 'over',
      },
      over: { type: 'final' },
    },
  });
  expect(toMermaid(machine)).toBe(
    [
      'stateDiagram-v2',
      '  [*] --> idle : / greet',
      '  state "idle" as idle',
      '  idle : entry / rest',
      '  idle : go [else] / wait',
      '  state "busy" as busy',
      '  state busy {',
      '    state "left" as busy_left',
      '    state busy_left {',
      '      [*] --> busy_left_a',
      '      state "a" as busy_left_a',
      '      state "b" as busy_left_b',
      '      busy_left_b --> [*]',
      '    }',
      '    --',
      '    state "right" as busy_right',
      '  }',
      '  state "over" as over',
      '  over --> [*]',
      '  idle --> busy : go [isReady] / note, start',
      '  idle --> over : after 500 ms<br/>after patience',
      '  busy --> over : done',
      '  busy_left_a --> busy_left_b : always',
    ].join('\n'),
  );
});
