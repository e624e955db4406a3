import { columnTable } from '../../src/terminal/columnTable.ts';
import { median } from '../harness/median.ts';
import type { Opened } from './runStep.ts';

/** Medians over the rounds; times in milliseconds. */
export interface OpeningFigures {
  readonly afterClose: Opened;
  readonly afterCrash: Opened;
}

export function figuresOf(
  afterClose: readonly Opened[],
  afterCrash: readonly Opened[],
): OpeningFigures {
  return { afterClose: medians(afterClose), afterCrash: medians(afterCrash) };
}

function medians(runs: readonly Opened[]): Opened {
  const of = (figure: keyof Opened) => median(runs.map((run) => run[figure]));
  return {
    storeMs: of('storeMs'),
    shopMs: of('shopMs'),
    fileBytes: of('fileBytes'),
    rssBytes: of('rssBytes'),
  };
}

/** The figures as they are printed. */
export function figuresText({ afterClose, afterCrash }: OpeningFigures): string {
  const row = (name: string, { storeMs, shopMs, fileBytes, rssBytes }: Opened) => [
    name,
    ...[storeMs, shopMs, storeMs + shopMs].map((ms) => (ms / 1000).toFixed(2)),
    ...[fileBytes, rssBytes].map((bytes) => `${(bytes / 1e9).toFixed(2)} GB`),
  ];
  const titles = ['opened in seconds', 'file checked', 'shop filled', 'in all', 'file', 'RSS'];
  const rows = [row('after a close', afterClose), row('after a crash', afterCrash)];
  return `${columnTable(titles, rows)}\n`;
}
