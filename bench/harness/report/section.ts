import type { Result } from '../results.ts';
import type { Chart } from './chart.ts';
import { chartHtml } from './chartHtml.ts';
import { conditionsOf } from './conditions.ts';
import { escapeHtml } from './escapeHtml.ts';
import { pointsTable } from './pointsTable.ts';
import { provenance } from './provenance.ts';
import { type Table, tableHtml } from './table.ts';

/** A part of the report: what was measured, drawn and in numbers. */
export interface Section {
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly note: string;
  readonly figures: readonly Figure[];
  /** The results that it shows; the section names the environment of each. */
  readonly results: readonly Result[];
}

export interface Figure {
  /** With where the records were: `…, in memory`. The cores and the date are added. */
  readonly title: string;
  /** None where a table says it all. */
  readonly chart?: Chart;
  readonly table: Table;
}

/** @param id unique in the page; the ids inside begin with it. */
export function sectionHtml({ title, note, figures, results }: Section, id: string): string {
  const measured = results.map((result) => `<li>${escapeHtml(provenance(result))}</li>`);
  const conditions = conditionsOf(results);
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escapeHtml(title)}</h2>
<p class="note">${escapeHtml(note)}</p>
${figures.map((figure, index) => figureHtml(figure, conditions, `${id}-${index + 1}`)).join('\n')}
<details><summary>Measured on<span class="hidden">: ${escapeHtml(title)}</span></summary><ul>${measured.join('')}</ul></details>
</section>`;
}

function figureHtml({ title, chart, table }: Figure, conditions: string, id: string): string {
  return `<figure>
<figcaption><h3>${escapeHtml(title)}</h3> <span>${escapeHtml(conditions)}</span></figcaption>
${chart === undefined ? '' : chartHtml(chart, `${title}, ${conditions}`)}
${tableHtml(table, `${id}-table`)}
${chart === undefined ? '' : pointsHtml(chart, title, id)}
</figure>`;
}

function pointsHtml(chart: Chart, title: string, id: string): string {
  const points = pointsTable(chart);
  if (points === undefined) return '';
  return `<details class="points"><summary>All points of the lines<span class="hidden">: ${escapeHtml(title)}</span></summary>
${tableHtml(points, `${id}-points`)}
</details>`;
}
