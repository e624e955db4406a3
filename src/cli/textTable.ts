/** One line: what it is about, a number or short text, and what is to be said beside it. */
export type Row = readonly [label: string, figure: string | number, note?: string];

/** Rows with their figures in one column, numbers to the right. */
export function textTable(rows: readonly Row[]): string {
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  const shown = rows.map(([, figure]) => numberText(figure));
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

function numberText(figure: string | number): string {
  return typeof figure === 'number' ? figure.toLocaleString('en-US') : figure;
}
