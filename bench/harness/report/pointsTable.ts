import { type Chart, exactText } from './chart.ts';
import type { Table } from './table.ts';

/** All points of lines that are drawn without dots, whose values stand nowhere else; undefined for other charts. */
export function pointsTable(chart: Chart): Table | undefined {
  if (chart.kind === 'bars' || chart.lines.every(({ hasDots }) => hasDots)) return undefined;
  const { lines, x, y } = chart;
  const positions = [...new Set(lines.flatMap(({ points }) => points.map(([at]) => at)))];
  const byPosition = lines.map(({ points }) => new Map(points));
  return {
    caption: `All points: ${y.name}`,
    columns: [x.name, ...lines.map(({ name }) => name)],
    rows: positions
      .toSorted((a, b) => a - b)
      .map((at) => [
        exactText(x, at),
        ...byPosition.map((values) => {
          const value = values.get(at);
          return value === undefined ? '–' : exactText(y, value);
        }),
      ]),
  };
}
