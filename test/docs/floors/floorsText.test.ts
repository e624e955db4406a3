import { expect, test } from 'vitest';
import { floorsDiagram, floorsTable } from '../../../tools/floors/floorsText.ts';
import { readFloors } from '../../../tools/floors/readFloors.ts';
import { ROOT } from '../documents.ts';

const floors = [
  { name: 'ground', paths: ['src/ground/'], imports: [] },
  { name: 'middle', paths: ['src/middle/', 'src/middle.ts'], imports: ['ground'] },
  { name: 'top', paths: ['src/top.ts'], imports: ['ground', 'middle'] },
];

test('floors are drawn from the top, without the arrows that others imply', () => {
  expect(floorsDiagram(floors).split('\n')).toEqual([
    'flowchart TD',
    '  floor2["top"]',
    '  floor1["middle"]',
    '  floor0["ground"]',
    '  floor2 --> floor1',
    '  floor1 --> floor0',
  ]);
});

test('the table of floors has all imports', () => {
  expect(floorsTable(floors).split('\n').slice(2)).toEqual([
    '| top | `src/top.ts` | ground; middle |',
    '| middle | `src/middle/`, `src/middle.ts` | ground |',
    '| ground | `src/ground/` | packages only |',
  ]);
});

test('the imports of floors are those of their files', () => {
  const read = new Map(readFloors(ROOT).map(({ name, imports }) => [name, imports]));
  expect(read.get('base')).toEqual([]);
  expect(read.get('charts')).toContain('machines');
  expect(read.get('shop')).toEqual(expect.arrayContaining(['runtime', 'checkout']));
  expect(read.get('runtime')).not.toContain('machines');
});
