import { numberText } from './numberText.ts';

/** One line of a table: a label, a number or short text, and a note. */
export type Row = readonly [label: string, figure: string | number, note?: string];

/** Rows with their figures in one column, numbers flush right. Ends with a line break. */
export function textTable(rows: readonly Row[]): string {
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  const shown = rows.map(([, figure]) => figureText(figure));
  const numbers = rows.flatMap(([, figure], at) =>
    typeof figure === 'number' ? [shown[at]?.length ?? 0] : [],
  );
  const width = Math.max(0, ...numbers);
  return rows
    .map(([label, figure, note = ''], at) => {
      const text = shown[at] ?? '';
      const cell = typeof figure === 'number' ? text.padStart(width) : text;
      return `${label.padEnd(labelWidth)}  ${cell}${note === '' ? '' : `  ${note}`}`.trimEnd();
    })
    .join('\n')
    .concat('\n');
}

function figureText(figure: string | number): string {
  return typeof figure === 'number' ? numberText(figure) : figure;
}
