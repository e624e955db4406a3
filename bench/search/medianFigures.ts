import { median } from '../harness/median.ts';

/**
 * The medians of several rounds, number by number. Other values are those of the first round, such as
 * the null of a feature that a variant lacks.
 */
export function medianFigures<Figures>(rounds: readonly Figures[]): Figures {
  const [first] = rounds;
  if (first === undefined) throw new Error('expected a round at least');
  return mediansOf(first, rounds) as Figures;
}

function mediansOf(first: unknown, rounds: readonly unknown[]): unknown {
  if (typeof first === 'number') return median(rounds as number[]);
  if (typeof first !== 'object' || first === null) return first;
  const entries = Object.entries(first).map(([name, value]) => [
    name,
    mediansOf(
      value,
      rounds.map((round) => (round as Record<string, unknown>)[name]),
    ),
  ]);
  return Object.fromEntries(entries);
}
