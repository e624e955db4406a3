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
      '    state "left" as busy__left',
      '    state busy__left {',
      '      [*] --> busy__left__a',
      '      state "a" as busy__left__a',
      '      state "b" as busy__left__b',
      '      busy__left__b --> [*]',
      '    }',
      '    --',
      '    state "right" as busy__right',
      '  }',
      '  state "over" as over',
      '  over --> [*]',
      '  idle --> busy : go [isReady] / note, start',
      '  idle --> over : after 500 ms<br/>after patience',
      '  busy --> over : done',
      '  busy__left__a --> busy__left__b : always',
    ].join('\n'),
  );
});

it('draws names as text, whatever they are', () => {
  const machine = createMachine({
    initial: '<b>"#1;',
    states: {
      '<b>"#1;': { on: { 'line\nbreak': 'in_progress' }, exit: 'a & b' },
      in_progress: { initial: 'x', states: { x: {} } },
      in__progress: {},
      in: { initial: 'progress', states: { progress: {} } },
    },
  });
  expect(toMermaid(machine)).toBe(
    [
      'stateDiagram-v2',
      '  [*] --> __3c_b_3e__22__23_1_3b_',
      '  state "#60;b#62;#34;#35;1#59;" as __3c_b_3e__22__23_1_3b_',
      '  __3c_b_3e__22__23_1_3b_ : exit / a #38; b',
      '  state "in_progress" as in_progress',
      '  state in_progress {',
      '    [*] --> in_progress__x',
      '    state "x" as in_progress__x',
      '  }',
      '  state "in__progress" as _in_5f__5f_progress',
      '  state "in" as in',
      '  state in {',
      '    [*] --> in__progress',
      '    state "progress" as in__progress',
      '  }',
      '  __3c_b_3e__22__23_1_3b_ --> in_progress : line\\u000abreak',
    ].join('\n'),
  );
});
