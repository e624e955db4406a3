import type { RetiredWord } from '../../test/layout/retiredWords.ts';

/** The words that do not come back, each with the field's term and the folders in which it is retired. */
export function retiredWordsTable(words: readonly RetiredWord[]): string {
  const rows = words.map(({ retired, term, where = [] }) => {
    const folders =
      where.length === 0 ? 'everywhere' : where.map((path) => `\`${path}\``).join(', ');
    return `| \`${retired}\` | ${term} | ${folders} |`;
  });
  return ["| retired | the field's term | where |", '| --- | --- | --- |', ...rows].join('\n');
}
