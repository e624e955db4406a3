import type { FootprintFigures } from '../../bench/footprint/figures.ts';
import type { Thing } from '../../bench/footprint/things.ts';
import { whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import { table } from './table.ts';

/** What a thing is called in the documents. */
const NAMES: Readonly<Record<Thing, string>> = {
  product: 'product, with a description of 60 characters',
  user: 'user, with a name and an email',
  review: 'review, with a text of 60 characters',
  'open cart': 'open cart of two lines',
  'open order': 'open order of two lines, not paid yet',
  'past order': 'past order of two lines, delivered, with its history',
  restock: 'restock of a product, of which one fact is kept',
};

/** What one more thing takes in memory and on disk. */
export function footprintText(results: ReadonlyMap<string, Result>): string {
  const result = results.get('footprint');
  if (result === undefined) return '';
  const figures = result.figures as unknown as FootprintFigures;
  const { node, commit } = result.environment;
  const bytes = table(
    ['bytes of one more', 'memory, no store', 'memory, `diskStore`', 'log', 'checkpoint'],
    figures.things.map(({ thing, memory, diskMemory, log, checkpoint }) => [
      NAMES[thing],
      ...[memory, diskMemory, log, checkpoint].map(bytesText),
    ]),
  );
  return `${bytes}\n\nMeasured with Node.js ${node} at the commit ${commit}, from ${countsOf(figures)} things of each kind.`;
}

/** The least number of things of a kind that were made. */
function countsOf({ things }: FootprintFigures): string {
  return whole(Math.min(...things.map(({ count }) => count)));
}

/** Of a thing that is not in memory, what is left is how full the tables of the shop happen to be. */
function bytesText(bytes: number): string {
  return whole(Math.max(0, bytes));
}
