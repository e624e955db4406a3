import type { Result } from '../results.ts';
import { datesOf } from './conditions.ts';
import { escapeHtml } from './escapeHtml.ts';
import { machineOf } from './provenance.ts';
import { STYLES } from './styles.ts';

/** A section as the page shows it. */
export interface PagePart {
  readonly id: string;
  readonly title: string;
  readonly html: string;
  /** The results that it shows. */
  readonly results: readonly Result[];
}

/** The whole page: one file that loads no other. */
export function page(parts: readonly PagePart[], leftOut: readonly string[]): string {
  const results = parts.flatMap((part) => part.results);
  const missing =
    leftOut.length === 0
      ? ''
      : `<section><h2>Left out</h2><ul>${leftOut.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul></section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>statecart: benchmarks</title>
<style>${STYLES}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header>
<h1>statecart: benchmarks</h1>
${results.length === 0 ? '' : leadHtml(results)}
${parts.length === 0 ? '' : contentsHtml(parts)}
</header>
<main id="results" tabindex="-1">
${parts.map(({ html }) => html).join('\n')}
${missing}
</main>
</body>
</html>
`;
}

function leadHtml(results: readonly Result[]): string {
  const machines = new Set(results.map(({ environment }) => machineOf(environment)));
  const lead = `Measured ${datesOf(results)} on ${[...machines].join(' and on ')}. Ratios count; absolute times depend on the machine and on what else runs on it.`;
  return `<p class="note">${escapeHtml(lead)}</p>`;
}

function contentsHtml(parts: readonly PagePart[]): string {
  const links = parts.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-label="Results"><ul>${links.join('')}</ul></nav>`;
}
