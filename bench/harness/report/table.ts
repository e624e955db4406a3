import { escapeHtml } from './escapeHtml.ts';

export interface Table {
  readonly caption: string;
  /** The first is what the names of the rows are, the others are of numbers. */
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** Up to this number of columns, a table fits a phone: its names and headings wrap. */
const FITTING_COLUMNS = 3;

/** Letters from which a heading may take several lines. */
const LONG_HEADING = 14;

/**
 * The table in a region of its own, which scrolls sideways where the page is narrower. Its hint is only there when the table is
 * wider than the region: see `.hint` in the style sheet. Safari reaches a region with the keyboard only if it is a tab stop, so
 * that one which may have to scroll is always one.
 *
 * @param id unique in the page.
 */
export function tableHtml({ caption, columns, rows }: Table, id: string): string {
  const head = columns.map(
    (text) =>
      `<th scope="col"${text.length > LONG_HEADING ? ' class="long"' : ''}>${escapeHtml(text)}</th>`,
  );
  const body = rows.map(([name = '', ...values]) => {
    const cells = values.map((text) => `<td>${escapeHtml(text)}</td>`);
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join('')}</tr>`;
  });
  const table = `<table><caption id="${id}"><span>${escapeHtml(caption)}</span></caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody>
</table>`;
  if (columns.length <= FITTING_COLUMNS) return `<div class="fitting">${table}</div>`;
  return `<div class="scroller" role="region" aria-labelledby="${id}" tabindex="0"><div class="sheet">
<div class="hint" aria-hidden="true"><span>Scroll sideways for all columns →</span></div>
${table}
</div></div>`;
}
