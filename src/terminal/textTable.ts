import { numberText } from './numberText.ts';
import { oneLine } from './printable.ts';

/** One line of a table: a label, a number or short text, and a note. */
export type Row = readonly [label: string, figure: string | number, note?: string];

/** Rows with their figures in one column, numbers flush right. Ends with a line break. */
export function textTable(given: readonly Row[]): string {
  const rows = given.map(printableRow);
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

/** What a row shows may be the id or the name of anything. */
function printableRow([label, figure, note = '']: Row): Row {
  return [oneLine(label), typeof figure === 'string' ? oneLine(figure) : figure, oneLine(note)];
}

function figureText(figure: string | number): string {
  return typeof figure === 'number' ? numberText(figure) : figure;
}
