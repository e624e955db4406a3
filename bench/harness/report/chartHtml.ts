import { axisTitle, type Chart, type Line } from './chart.ts';
import { drawChart, NARROW, WIDE } from './drawChart.ts';
import { escapeHtml } from './escapeHtml.ts';
import { seriesStyle } from './seriesStyle.ts';

/**
 * The chart as one image with an accessible name, in which the style sheet shows the drawing that fits the page. Names of axes and
 * lines are text of the page: they wrap, and keep their size where the drawing is scaled.
 */
export function chartHtml(chart: Chart, title: string): string {
  const yName =
    chart.kind === 'lines'
      ? `<div class="axis" aria-hidden="true">↑ ${escapeHtml(axisTitle(chart.y))}</div>`
      : '';
  const legend = chart.kind === 'lines' ? chart.lines.map(legendEntry).join('') : '';
  return `<div class="chart" role="img" aria-label="${escapeHtml(nameOf(chart, title))}">
<div class="legend" aria-hidden="true">${legend}</div>
${yName}
${drawChart(chart, WIDE)}
${drawChart(chart, NARROW)}
<div class="axis x" aria-hidden="true">${escapeHtml(axisTitle(chart.x))} →</div>
</div>`;
}

function nameOf(chart: Chart, title: string): string {
  if (chart.kind === 'bars') return `${title}. Bars: ${axisTitle(chart.x)}.`;
  const names = chart.lines.map(({ name }) => name).join('; ');
  return `${title}. Lines: ${names}. Upwards: ${axisTitle(chart.y)}; to the right: ${axisTitle(chart.x)}.`;
}

function legendEntry({ name }: Line, index: number): string {
  const { colour, dash } = seriesStyle(index);
  const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return `<span><svg class="swatch" aria-hidden="true" viewBox="0 0 28 8"><path d="M0 4H28" fill="none" stroke="${colour}" stroke-width="3"${dashes}/></svg>${escapeHtml(name)}</span>`;
}
