import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeChart, stateElementId, transitionElementId } from '../../../src/machines.ts';
import { textOf } from '../../drawing/drawnElements.ts';
import { expectAllDrawn } from '../../drawing/expectAllDrawn.ts';
import { machineOf } from '../compile/chart.ts';
import { isStateKey, NAMES } from '../compile/corpus/awkwardNames.ts';
import { runs } from '../runs.ts';

const MARKUP = [
  ...[
    '<b>bold</b>',
    '&amp;',
    '&lt;',
    '&#65;',
    '<BR/>',
    '</TD>',
    '"]; evil [label="',
    '<',
    '>',
    '&',
  ],
  ...['\\N', '\\G', '\\E', '\\L', '\\l', '\\n', '\\"', 'a->b', '--', ']]>', '\ufffe', '  two  '],
];

const name = fc.oneof(
  fc.constantFrom(...NAMES, ...MARKUP),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.string({ unit: fc.constantFrom(...'<>&"\'\\N/;{}[]|- _a'), maxLength: 6 }),
);
const key = name.filter((text) => text !== '' && isStateKey(text));
const path = fc.array(name, { maxLength: 3 });
const transition = fc.tuple(path, name, fc.nat(3));

/** A text with codes for characters that cannot be drawn. */
const escaped = (text: string) =>
  text.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Graphviz writes no-break spaces where there are several. */
const plainSpaces = (text: string) => text.replaceAll('\u00a0', ' ');

/** What a reader sees of a name: spaces at its ends do not show. */
const shown = (text: string) => plainSpaces(escaped(text)).trim();

describe('ids of elements', () => {
  test('differ for different states', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(stateElementId(one) === stateElementId(other)).toBe(isSame);
      }),
      { numRuns: runs(2000) },
    );
  });

  test('differ for different transitions, and from those of states', () => {
    fc.assert(
      fc.property(transition, transition, path, (one, other, state) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(transitionElementId(...one) === transitionElementId(...other)).toBe(isSame);
        expect(transitionElementId(...one)).not.toBe(stateElementId(state));
      }),
      { numRuns: runs(2000) },
    );
  });

  test('need no escapes in a selector', () => {
    fc.assert(
      fc.property(transition, (given) => {
        expect(stateElementId(given[0])).toMatch(/^[A-Za-z][A-Za-z0-9_-]*$/);
        expect(transitionElementId(...given)).toMatch(/^[A-Za-z][A-Za-z0-9_-]*$/);
      }),
    );
  });
});

const names = fc.record({
  keys: fc.uniqueArray(key, { minLength: 4, maxLength: 4 }),
  id: key,
  event: key.filter((event) => !event.includes('*') && !event.startsWith('xstate')),
  action: key,
  guard: key,
  description: name,
});

type Names = typeof names extends fc.Arbitrary<infer Given> ? Given : never;

/** A chart with these names. */
function chartOf({ keys, id, event, action, guard, description }: Names) {
  const [a = '', b = '', c = '', d = ''] = keys;
  return machineOf({
    id,
    description,
    initial: a,
    states: {
      [a]: {
        id: 's0',
        description,
        entry: action,
        exit: { type: action },
        invoke: { src: action, id: guard, onDone: { actions: action } },
        on: {
          [event]: [
            { guard, actions: action, description },
            { guard, actions: [action, action], target: '#s1', description },
          ],
        },
      },
      [b]: {
        id: 's1',
        description,
        initial: c,
        on: { [event]: { target: '#s0', actions: action } },
        states: {
          [c]: { on: { [event]: { target: '#s3', guard, description } } },
          [d]: { id: 's3', type: 'final' },
        },
      },
    },
  });
}

describe('names in a chart are text in its drawing', () => {
  test('whatever they are: every state and every transition has one element, and shows its name', () => {
    fc.assert(
      fc.property(names, (given) => {
        const machine = chartOf(given);
        const elements = expectAllDrawn(machine);
        const { states, transitions } = describeChart(machine);
        for (const { elementId, description } of [...states, ...transitions]) {
          const tooltip = elements.get(elementId)?.tooltip ?? '';
          if (description) expect(plainSpaces(tooltip)).toBe(plainSpaces(escaped(description)));
        }
        for (const { elementId, name } of states) {
          const element = elements.get(elementId);
          const texts = element === undefined ? '' : textOf(element);
          expect(texts.startsWith(shown(name)), `${texts} ${shown(name)}`).toBe(true);
        }
        for (const { elementId, event: type } of transitions) {
          const element = elements.get(elementId);
          if (type !== given.event || element === undefined) continue;
          expect(textOf(element).startsWith(shown(given.event))).toBe(true);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});
