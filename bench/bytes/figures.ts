import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText } from '../../src/terminal/numberText.ts';
import { type Build, buildText } from '../harness/build.ts';
import { type BytesRun, STEPS } from './measureBytes.ts';

export type BuildBytes = Pick<Build, 'name' | 'commit' | 'dirty'> & BytesRun;

/** The member `figures` of `bytes.json`. */
export interface BytesFigures {
  /** This build, then the other one if there is one. */
  readonly builds: readonly BuildBytes[];
}

/** What is measured, and how many bytes it takes in each build. */
export function bytesRows({ builds }: BytesFigures): [name: string, bytes: number[]][] {
  return [
    ...STEPS.map((step): [string, number[]] => [
      `allocated by one ${step}`,
      builds.map(({ allocated }) => allocated[step]),
    ]),
    ['in use for an open cart', builds.map(({ openCart }) => openCart)],
    ['in use for a delivered order', builds.map(({ finishedOrder }) => finishedOrder)],
  ];
}

/** The figures as they are printed. */
export function figuresText(figures: BytesFigures): string {
  const rows = bytesRows(figures).map(([name, bytes]) => [
    name,
    ...bytes.map((value) => numberText(value)),
  ]);
  return `${columnTable(['bytes', ...figures.builds.map(buildText)], rows)}\n`;
}
