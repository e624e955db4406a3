import { columnTable } from '../../src/terminal/columnTable.ts';
import { median } from '../harness/median.ts';
import type { Workload } from './peer.ts';
import type { Rounds } from './runRounds.ts';

/** The figures of one variant over all rounds. */
export interface PeerFigures {
  readonly variant: string;
  /** The median of the rounds. */
  readonly perSecond: number;
  /** The slowest round. */
  readonly min: number;
  readonly max: number;
  /** Units that were missing from the stock afterwards, over all rounds and with the warm-up. */
  readonly unitsSold: number;
}

export interface PeersFigures {
  readonly rounds: number;
  readonly checkouts: readonly PeerFigures[];
  readonly lifecycles: readonly PeerFigures[];
  readonly skipped: Rounds['skipped'];
}

export function figuresOf({ series, skipped }: Rounds, rounds: number): PeersFigures {
  const figures = (wanted: Workload) =>
    series
      .filter(({ workload }) => workload === wanted)
      .map(({ variant, runs }): PeerFigures => {
        const rates = runs.map(({ purchases, seconds }) => purchases / seconds);
        const unitsSold = runs.reduce((sum, run) => sum + run.unitsSold, 0);
        const [min, max] = [Math.min(...rates), Math.max(...rates)];
        return { variant, perSecond: median(rates), min, max, unitsSold };
      });
  return { rounds, checkouts: figures('checkouts'), lifecycles: figures('lifecycles'), skipped };
}

/** The figures as they are printed. */
export function figuresText({ rounds, checkouts, lifecycles, skipped }: PeersFigures): string {
  const parts = [
    table('checkouts of two lines', checkouts, rounds),
    table('cart to delivered', lifecycles, rounds),
    ...skipped.map(({ variant, reason }) => `skipped: ${variant}: ${reason}`),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function table(title: string, rows: readonly PeerFigures[], rounds: number): string {
  if (rows.length === 0) return '';
  const own = rows.find(({ variant }) => variant === 'statecart')?.perSecond;
  const titles = [title, `/s, median of ${rounds}`, 'min', 'max', 'to statecart', 'units sold'];
  return columnTable(
    titles,
    rows.map(({ variant, perSecond, min, max, unitsSold }) => [
      variant,
      ...[perSecond, min, max].map(wholeNumber),
      own === undefined ? '-' : `${(perSecond / own).toPrecision(3)} ×`,
      wholeNumber(unitsSold),
    ]),
  );
}

function wholeNumber(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
