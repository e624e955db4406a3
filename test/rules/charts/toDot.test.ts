import { describe, expect, it } from 'vitest';
import { and, createMachine, not, or } from 'xstate';
import {
  cartMachine,
  deliveryMachine,
  describeChart,
  healthMachine,
  inventoryMachine,
  orderMachine,
  stateElementId,
  toDot,
  transitionElementId,
} from '../../../src/machines.ts';
import { type DrawnElement, drawnElements, layout, textOf } from '../../drawing/drawnElements.ts';
import { expectAllDrawn } from '../../drawing/expectAllDrawn.ts';

/** A player with a region for its sound: all kinds of states and of transitions. */
const player = createMachine({
  id: 'player',
  type: 'parallel',
  states: {
    picture: {
      initial: 'stopped',
      on: { rewind: '.stopped', reset: { target: 'picture', reenter: true } },
      states: {
        stopped: { on: { play: 'playing', resume: 'playing.last' } },
        playing: {
          entry: 'light',
          exit: 'dim',
          initial: { target: 'slow', actions: 'spinUp' },
          invoke: {
            id: 'reader',
            src: 'reader',
            onDone: 'stopped',
            onError: { actions: 'report' },
          },
          onDone: 'stopped',
          states: {
            slow: {
              on: { faster: [{ guard: 'isAllowed', target: 'fast' }, { actions: 'beep' }] },
              after: { 900000: 'over', patience: 'over' },
            },
            fast: {
              always: { guard: 'isTooFast', target: 'slow' },
              on: { again: { target: 'fast', reenter: true }, tick: { actions: 'count' } },
            },
            over: { type: 'final' },
            last: { type: 'history', history: 'deep', target: 'fast' },
            recent: { type: 'history' },
          },
        },
      },
    },
    sound: {
      initial: 'on',
      states: {
        on: {
          on: { mute: 'off', stop: { target: ['off', '#player.picture.stopped'] } },
        },
        off: { description: 'Makes no sound.' },
      },
    },
  },
});

const dot = toDot(player);
const elements = drawnElements(layout(dot));

function elementOf(id: string): DrawnElement {
  const found = elements.find((element) => element.id === id);
  if (found === undefined) throw new Error(`there is no element ${id}`);
  return found;
}

const stateOf = (...path: string[]) => elementOf(stateElementId(path));
const transitionOf = (path: string, event: string, index = 0) =>
  elementOf(transitionElementId(path.split('.'), event, index));

/** All elements of a transition. */
const piecesOf = (path: string, event: string) =>
  elements.filter(({ classes }) =>
    classes.includes(transitionElementId(path.split('.'), event, 0)),
  );

/** The filled heads of arrows. */
const headsOf = ({ shapes }: DrawnElement) => shapes.filter(({ name }) => name === 'polygon');

describe('the drawing of a chart of a shop', () => {
  it.each(
    Object.entries({ cartMachine, orderMachine, inventoryMachine, healthMachine, deliveryMachine }),
  )('has one element for each state and each transition: %s', (_, machine) => {
    expectAllDrawn(machine);
  });
});

describe('a state in a drawing', () => {
  it('has one element for it and for each of its transitions, whatever kind it is', () => {
    expectAllDrawn(player);
  });

  it('has a class for its kind', () => {
    expect(stateOf('picture').classes).toEqual(['cluster', 'state', 'compound']);
    expect(stateOf('sound', 'on').classes).toEqual(['node', 'state', 'atomic']);
    expect(stateOf('picture', 'playing', 'over').classes).toEqual(['node', 'state', 'final']);
    expect(stateOf('picture', 'playing', 'last').classes).toEqual(['node', 'state', 'history']);
    expect(stateOf().classes).toEqual(['graph', 'state', 'parallel', 'root']);
  });

  it('is a box round the states in it, dashed for a region that is active beside others', () => {
    expect(stateOf('sound').shapes[0]).toHaveProperty('stroke-dasharray');
    expect(stateOf('picture', 'playing').shapes[0]).not.toHaveProperty('stroke-dasharray');
  });

  it('has a double border when it is final', () => {
    const borders = ({ shapes }: DrawnElement) =>
      shapes.filter(({ fill, stroke }) => fill === 'none' && stroke !== 'none').length;
    expect(borders(stateOf('picture', 'playing', 'over'))).toBe(1);
    expect(borders(stateOf('sound', 'off'))).toBe(0);
  });

  it('is H as shallow and H* as deep history, with a dashed arrow to its target', () => {
    expect(textOf(stateOf('picture', 'playing', 'recent'))).toBe('H');
    expect(textOf(stateOf('picture', 'playing', 'last'))).toBe('H*');
    const arrows = elements.filter(({ classes }) => classes.join(' ') === 'edge history');
    expect(arrows.map(({ title }) => title)).toEqual([
      'picture.playing.last->picture.playing.fast',
    ]);
  });

  it('shows its description as a tooltip', () => {
    expect(stateOf('sound', 'off').tooltip).toBe('Makes no sound.');
  });

  it('lists its actions, its actors, and the transitions that leave it active', () => {
    const notes = elements.find(({ title }) => title === '.notes picture.playing');
    expect(notes?.texts.join('')).toBe('entry / lightexit / diminvoke / reader');
    expect(textOf(transitionOf('picture.playing', 'xstate.error.actor.reader'))).toBe(
      'error reader / report',
    );
    expect(textOf(transitionOf('picture.playing.fast', 'tick'))).toBe('tick / count');
  });

  it('has a dot with an arrow to the state in which it starts, and the actions on the way', () => {
    const arrows = elements.filter(({ classes }) => classes.join(' ') === 'edge initial');
    expect(arrows.map(({ title, texts }) => [title, texts.join('').trim()])).toEqual([
      ['.initial picture->picture.stopped', ''],
      ['.initial picture.playing->picture.playing.slow', '/ spinUp'],
      ['.initial sound->sound.on', ''],
    ]);
  });
});

describe('a transition in a drawing', () => {
  it('says its event, its guard and its actions', () => {
    expect(textOf(transitionOf('picture.playing.slow', 'faster'))).toBe('faster [isAllowed]');
    expect(textOf(transitionOf('picture.playing.slow', 'faster', 1))).toBe('faster [else] / beep');
    expect(textOf(transitionOf('picture.playing.fast', ''))).toBe('always [isTooFast]');
  });

  it.each([
    ['a named delay', 'picture.playing.slow', 'patience', 'after patience'],
    ['milliseconds', 'picture.playing.slow', '900000', 'after 15 min'],
  ])('says after which time it is taken: %s', (_, path, delay, text) => {
    const event = `xstate.after.${delay}.player.${path}`;
    expect(textOf(transitionOf(path, event))).toBe(text);
  });

  it('says that it is taken when the state, or an actor, is done', () => {
    const path = 'picture.playing';
    expect(textOf(transitionOf(path, `xstate.done.state.player.${path}`))).toBe('done');
    expect(textOf(transitionOf(path, 'xstate.done.actor.reader'))).toBe('done reader');
  });

  it('is a loop when it goes to its own state', () => {
    const loop = transitionOf('picture.playing.fast', 'again');
    expect(loop.title).toBe('picture.playing.fast->picture.playing.fast');
    expect(headsOf(loop)).toHaveLength(1);
  });

  it('that leaves and enters a box again goes out of it and back', () => {
    const pieces = piecesOf('picture', 'reset');
    expect(pieces.map(({ classes: [kind] }) => kind)).toEqual(['node', 'edge', 'edge']);
    expect(pieces.flatMap(headsOf)).toHaveLength(1);
    expect(dot).toMatch(/-> "\.label a_transition-reset-0-picture" .*ltail="cluster picture"/);
    expect(dot).toMatch(/"\.label a_transition-reset-0-picture" -> .*lhead="cluster picture"/);
  });

  it('that stays within a box begins in it', () => {
    expect(dot).toContain('".notes picture" -> ".label a_transition-rewind-0-picture"');
  });

  it('with several targets has an arrow to each of them', () => {
    const pieces = piecesOf('sound.on', 'stop');
    expect(pieces.flatMap(headsOf)).toHaveLength(2);
    expect(
      pieces.filter(({ id }) => id === transitionElementId(['sound', 'on'], 'stop', 0)),
    ).toEqual([transitionOf('sound.on', 'stop')]);
  });
});

describe('guards that combine others', () => {
  const labelsOf = (guard: unknown) =>
    describeChart(createMachine({ on: { go: { guard } } } as never)).transitions[0]?.trigger;

  it.each([
    ['go [not a]', not('a')],
    ['go [a and b]', and(['a', 'b'])],
    ['go [a or (b and not c)]', or(['a', and(['b', not('c')])])],
    ['go [isReady]', { type: 'isReady', params: {} }],
    ['go [isOpen]', function isOpen() {}],
    [
      'go [guard]',
      (
        () => () =>
          true
      )(),
    ],
  ])('are named: %s', (label, guard) => {
    expect(labelsOf(guard)).toBe(label);
  });
});

describe('delays in milliseconds', () => {
  it.each([
    [0, 'after 0 ms'],
    [1500, 'after 1500 ms'],
    [90_000, 'after 90 s'],
    [7_200_000, 'after 2 h'],
    [86_400_000, 'after 1 d'],
  ])('are shown in the largest unit in which they are whole: %i', (ms, label) => {
    const machine = createMachine({ after: { [ms]: { actions: 'wake' } } });
    expect(describeChart(machine).transitions.map(({ trigger }) => trigger)).toEqual([label]);
  });
});

describe('a chart of one state', () => {
  it('is drawn as that state', () => {
    const [only, ...others] = drawnElements(layout(toDot(createMachine({ id: 'one' })))).filter(
      ({ classes }) => classes.includes('state'),
    );
    expect(others).toEqual([]);
    expect([only?.id, only && textOf(only)]).toEqual(['state', 'one']);
  });
});
