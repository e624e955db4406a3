import type { Result } from '../results.ts';
import { plain } from './numbers.ts';
import type { Section } from './section.ts';

/** The part of `opening.json` that the report reads. */
interface OpeningFigures {
  readonly afterClose: Opened;
  readonly afterCrash: Opened;
}

interface Opened {
  /** Milliseconds until the file has been checked. */
  readonly storeMs: number;
  /** From then until the shop takes commands. */
  readonly shopMs: number;
  readonly fileBytes: number;
  readonly rssBytes: number;
}

export function openingSections(results: ReadonlyMap<string, Result>): Section[] {
  return OPENINGS.flatMap(([name, title, where]) => {
    const result = results.get(name);
    return result === undefined ? [] : [openingSection(result, title, where)];
  });
}

const OPENINGS = [
  ['opening-disk', 'Opening a shop with a log on disk', 'with a log on disk'],
  ['opening-lmdb', 'Opening a shop in LMDB', 'in LMDB'],
] as const;

function openingSection(result: Result, title: string, where: string): Section {
  const { afterClose, afterCrash } = result.figures as unknown as OpeningFigures;
  const ways = [
    ['after a close', afterClose],
    ['after a crash', afterCrash],
  ] as const;
  const bars = ways.map(([name, { storeMs, shopMs }]) => ({
    name,
    value: (storeMs + shopMs) / 1000,
  }));
  return {
    title,
    note: 'In LMDB the checksum of the file is computed after a close, and after a crash every page and record is read. With a log, what is behind its checkpoint is read. Then the shop loads its products, stock and users.',
    figures: [
      {
        title: `Time until a shop ${where} takes commands`,
        chart: { kind: 'bars', bars, x: { name: 'seconds', scale: 'value', format: plain } },
        table: {
          caption: `Seconds until a shop ${where} takes commands; sizes in GB`,
          columns: ['opened', 'file checked', 'shop opened', 'in all', 'file', 'memory (RSS)'],
          rows: ways.map(([name, { storeMs, shopMs, fileBytes, rssBytes }]) => [
            name,
            ...[storeMs, shopMs, storeMs + shopMs].map((ms) => plain(ms / 1000)),
            ...[fileBytes, rssBytes].map((bytes) => plain(bytes / 1e9)),
          ]),
        },
      },
    ],
    results: [result],
  };
}
