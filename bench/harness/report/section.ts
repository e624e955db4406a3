import type { Result } from '../results.ts';
import { escapeHtml } from './escapeHtml.ts';

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
  /** An SVG element; none where a table says it all. */
  readonly svg?: string;
  readonly table: Table;
}

export interface Table {
  readonly caption: string;
  /** The first is the name of a row, the others are numbers. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function sectionHtml({ title, note, figures, results }: Section): string {
  const measured = results.map((result) => `<li>${escapeHtml(provenance(result))}</li>`);
  return `<section>
<h2>${escapeHtml(title)}</h2>
<p>${escapeHtml(note)}</p>
${figures.map(figureHtml).join('\n')}
<details><summary>Measured on</summary><ul>${measured.join('')}</ul></details>
</section>`;
}

function figureHtml({ svg, table }: Figure): string {
  return `<figure>
${svg ?? ''}
${tableHtml(table)}
</figure>`;
}

function tableHtml({ caption, columns, rows }: Table): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('');
  return `<div class="wide"><table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${cells('th', columns)}</tr></thead>
<tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}</tbody>
</table></div>`;
}

function provenance({ name, environment, seed, settings }: Result): string {
  const { cpu, cores, memoryBytes, os, node, xstate, commit, dirty, date } = environment;
  const version = commit === null ? 'no commit' : `commit ${commit}${dirty ? ' with changes' : ''}`;
  const asked = Object.entries(settings).map(([key, value]) => `${key} ${shown(value)}`);
  return [
    `${name}: ${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${os}`,
    `Node.js ${node}, XState ${xstate}, ${version}, ${date.slice(0, 10)}`,
    [`seed ${seed}`, ...asked].join(', '),
  ].join('; ');
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([key, part]) => `${key}=${shown(part)}`);
  return parts.join(',');
}
