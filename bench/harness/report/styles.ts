/** Ink and muted text have a contrast of at least 4.5 on paper and shade, series and the focus of at least 3. */
const LIGHT = `
  --paper: #ffffff; --ink: #1c2330; --muted: #566072; --line: #dfe3ea; --shade: #f5f7fa;
  --series-1: #2563d4; --series-2: #c2610c; --series-3: #98359b; --series-4: #2b8049;`;
const DARK = `
  --paper: #14181f; --ink: #e4e8ef; --muted: #a0aabb; --line: #2f3743; --shade: #1b212a;
  --series-1: #6ea3ff; --series-2: #f0a050; --series-3: #d78ada; --series-4: #6cc58b;`;

/** The style sheet of the report. */
export const STYLES = `
:root {${LIGHT}
}
@media screen and (prefers-color-scheme: dark) {
  :root {${DARK}
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
header, main { max-width: 56rem; margin: 0 auto; padding: 0 1rem; overflow-wrap: break-word; }
header { padding-top: 2rem; }
main { padding-bottom: 4rem; }
main:focus { outline: none; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .4rem; }
h3 { font-size: 1rem; line-height: 1.4; margin: 0; }
section { padding: 2rem 0 1.5rem; border-top: 1px solid var(--line); }
.note { margin: 0 0 1.25rem; color: var(--muted); max-width: 44rem; }
a { color: var(--series-1); text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--series-1); outline-offset: 2px; }
.skip { position: absolute; left: 1rem; top: -6rem; padding: .5rem 1rem; background: var(--paper); }
.skip:focus { top: .5rem; }
.hidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
nav ul { columns: 22rem; column-gap: 2rem; margin: 0 0 2rem; padding: 0; list-style: none; }
nav li { padding: .2rem 0; break-inside: avoid; }

figure { margin: 0 0 2.25rem; }
figcaption { margin-bottom: .6rem; }
figcaption span { color: var(--muted); font-size: .875rem; }
.chart { margin-bottom: 1.25rem; }
.chart > svg { display: block; width: 100%; height: auto; }
.chart > .narrow { display: none; max-width: 28rem; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; font-size: .8125rem; }
.swatch { width: 1.75rem; height: .5rem; margin-right: .4rem; vertical-align: middle; }
.axis { margin: .3rem 0; color: var(--muted); font-size: .8125rem; }
.axis.x { text-align: right; }
@media screen and (max-width: 47.99rem) {
  .chart > .wide { display: none; }
  .chart > .narrow { display: block; }
  .axis { max-width: 28rem; }
}

table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; }
caption { text-align: left; color: var(--muted); padding-bottom: .35rem; }
th, td { padding: .35rem .6rem; text-align: right; }
td { white-space: nowrap; }
th:first-child { text-align: left; }
th { font-weight: 400; }
thead th { color: var(--muted); vertical-align: bottom; border-bottom: 1px solid var(--muted); }
/* A heading of several words takes two or three lines, not one for each word. */
.scroller th.long { min-width: 6.5rem; }
.scroller tbody th { min-width: 7.25rem; }
tbody :is(th, td) { background: var(--paper); }
tbody tr:nth-child(even) :is(th, td) { background: var(--shade); }
@media (min-width: 48rem) {
  .scroller tbody th { min-width: 12rem; }
}
.scroller { overflow-x: auto; container-type: inline-size; }
/* As narrow as the table can be. */
.sheet { width: min-content; min-width: 100%; }
.sheet th:first-child { position: sticky; left: 0; background: var(--paper); }
.sheet tr:nth-child(even) th:first-child { background: var(--shade); }
.sheet caption > span { position: sticky; left: 0; display: inline-block; max-width: 100cqi; }
/*
  Its height is its padding, which is 0 unless the sheet (100% of its width) is wider than the
  region (100cqi). A browser without such units always shows it.
*/
.hint {
  position: sticky; left: 0; width: 100cqi; height: 0; overflow: hidden; color: var(--ink);
  font-size: .8125rem; padding-top: 1.5rem;
  padding-top: clamp(0px, (100% - 100cqi - 1px) * 99, 1.5rem);
}
.hint span { position: absolute; left: 0; top: 0; }
details, li { font-size: .8125rem; }
details, details li { color: var(--muted); }
nav li { font-size: .9375rem; }
details { margin-top: .6rem; }
figure:last-of-type { margin-bottom: 1rem; }
summary { cursor: pointer; padding: .25rem 0; }
ul { padding-left: 1.2rem; }

@media print {
  .skip, nav, .hint, .points:not([open]) { display: none; }
  details::details-content { content-visibility: visible; }
  body { font-size: 11pt; }
  header, main { max-width: none; padding: 0; }
  section { border: 0; padding: 1rem 0; }
  h2, h3, figcaption, .note { break-after: avoid; }
  .chart, tr { break-inside: avoid; }
  .scroller { overflow: visible; }
  .sheet { width: auto; }
  table { font-size: 8pt; }
  th, td { padding: .15rem .3rem; }
  td { white-space: normal; }
  .scroller th.long, .scroller tbody th { min-width: 0; }
}
`;
