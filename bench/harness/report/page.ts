import { escapeHtml } from './escapeHtml.ts';
import { type Section, sectionHtml } from './section.ts';

/** The whole page: one file that loads no other. */
export function page(sections: readonly Section[], leftOut: readonly string[]): string {
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
<style>${CSS}</style>
</head>
<body>
<main>
<h1>statecart: benchmarks</h1>
${sections.map(sectionHtml).join('\n')}
${missing}
</main>
</body>
</html>
`;
}

const CSS = `
:root {
  --paper: #ffffff; --ink: #1c2330; --muted: #5d6778; --line: #dfe3ea; --shade: #f5f7fa;
  --series-1: #2f6fde; --series-2: #d1711a; --series-3: #98359b; --series-4: #2d8a4e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e4e8ef; --muted: #98a2b3; --line: #2c333f; --shade: #1b212a;
    --series-1: #6ea3ff; --series-2: #f0a050; --series-3: #d78ada; --series-4: #6cc58b;
  }
}
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; margin: 0 0 1.5rem; }
h2 { font-size: 1.2rem; margin: 0 0 .35rem; }
section { padding: 1.75rem 0 1.25rem; border-top: 1px solid var(--line); }
p { margin: 0 0 1rem; color: var(--muted); max-width: 44rem; }
figure { margin: 0 0 1.5rem; }
svg { display: block; width: 100%; height: auto; margin: .5rem 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; color: var(--muted); padding-bottom: .35rem; }
th, td { padding: .3rem .6rem; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
th { color: var(--muted); font-weight: 500; border-bottom: 1px solid var(--line); }
tbody tr:nth-child(even) { background: var(--shade); }
details, li { color: var(--muted); font-size: .8125rem; }
summary { cursor: pointer; }
ul { padding-left: 1.2rem; }
`;
