import { columnTable } from '../../src/terminal/columnTable.ts';
import type { FilledShop, Sizes, Thing } from './things.ts';

/** The bytes that one more thing takes. */
export interface ThingFigures {
  readonly thing: Thing;
  /** How many were made. */
  readonly count: number;
  /** Of memory in a shop without a store. */
  readonly memory: number;
  /** Of memory in a shop with a store on disk, after it was opened again. */
  readonly diskMemory: number;
  readonly log: number;
  readonly checkpoint: number;
}

/** The bytes that a whole shop takes. */
export type ShopFigures = Omit<ThingFigures, 'thing' | 'count'>;

/** The member `figures` of `footprint.json`. */
export interface FootprintFigures {
  /** What one more of each takes: the growth while they were made, divided by their number. */
  readonly things: readonly ThingFigures[];
  /** The shop before them, with the process that it is in. */
  readonly empty: ShopFigures;
  /** The shop with all of them. */
  readonly full: ShopFigures;
}

/** @throws Error if the two shops were not filled with the same things. */
export function figuresOf(inMemory: FilledShop, onDisk: FilledShop): FootprintFigures {
  const whole = (without: Sizes, withStore: Sizes): ShopFigures => ({
    memory: without.memory,
    diskMemory: withStore.memory,
    log: withStore.log,
    checkpoint: withStore.checkpoint,
  });
  const empty = whole(inMemory.empty, onDisk.empty);
  let before = empty;
  const things = onDisk.filled.map(({ thing, count, ...sizes }, index): ThingFigures => {
    const same = inMemory.filled[index];
    if (same?.thing !== thing || same.count !== count) {
      throw new Error(`expected ${count} × ${thing} in both shops`);
    }
    const after = whole(same, sizes);
    const grown = (size: keyof ShopFigures) => (after[size] - before[size]) / count;
    const figures = {
      ...{ thing, count, memory: grown('memory'), diskMemory: grown('diskMemory') },
      ...{ log: grown('log'), checkpoint: grown('checkpoint') },
    };
    before = after;
    return figures;
  });
  return { things, empty, full: before };
}

/** What the figures of a thing are called. */
const COLUMNS: readonly (readonly [figure: keyof ShopFigures, name: string])[] = [
  ['memory', 'memory, no store'],
  ['diskMemory', 'memory, diskStore'],
  ['log', 'log'],
  ['checkpoint', 'checkpoint'],
];

/** The figures as they are printed. */
export function figuresText(figures: FootprintFigures): string {
  const number = (value: number) => Math.round(value).toLocaleString('en-US');
  const cells = (sizes: ShopFigures) => COLUMNS.map(([figure]) => number(sizes[figure]));
  const rows = figures.things.map((thing) => [thing.thing, number(thing.count), ...cells(thing)]);
  const titles = ['bytes of one more', 'made', ...COLUMNS.map(([, name]) => name)];
  const shops = [
    ['empty', ...cells(figures.empty)],
    ['full', ...cells(figures.full)],
  ];
  const wholeTitles = ['bytes of a shop', ...COLUMNS.map(([, name]) => name)];
  return `${columnTable(titles, rows)}\n\n${columnTable(wholeTitles, shops)}\n`;
}
