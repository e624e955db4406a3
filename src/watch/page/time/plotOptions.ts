import type uPlot from 'uplot';
import type { Band, Line } from './plotData.ts';

export interface PlotStyle {
  readonly element: HTMLElement;
  readonly lines: readonly Pick<Line, 'label' | 'color'>[];
  /** True when what is between two whole numbers has no meaning. */
  readonly isCount: boolean;
  format(value: number): string;
  /** Called while drawing. */
  bands(): readonly Band[];
  onCursor(index: number | null): void;
}

const clock = new Intl.DateTimeFormat('en', { timeStyle: 'short', hourCycle: 'h23' });
const WHOLE_STEPS = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((n) => n * 10 ** power),
).flat();
const FONT = '11px system-ui, sans-serif';

/** How a plot looks, in the colours of the page. */
export function plotOptions(style: PlotStyle, width: number, height: number): uPlot.Options {
  const { element, lines, isCount, format, bands, onCursor } = style;
  const colors = getComputedStyle(element);
  const colorOf = (name: string) => colors.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colorOf('--ink-quiet'),
    font: FONT,
    grid: { stroke: colorOf('--line-soft'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: {
      sync: { key: 'over-time' },
      drag: { x: false, y: false },
      points: { size: 6 },
      y: false,
    },
    scales: {
      x: { time: true },
      y: { range: (_plot, _low, high) => [0, Math.max(1, (high ?? 0) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        space: 64,
        incrs: [60, 120, 300, 600],
        values: (_plot, splits) => splits.map((split) => clock.format(split * 1000)),
      },
      {
        ...axis,
        size: 54,
        space: 28,
        values: (_plot, splits) => splits.map(format),
        ...(isCount && { incrs: WHOLE_STEPS }),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, color }) => ({
        label,
        stroke: colorOf(color),
        width: 1.5,
        points: { show: false },
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawBands(plot, bands(), colorOf)],
      setCursor: [({ cursor: { idx } }) => onCursor(idx ?? null)],
    },
  };
}

function drawBands(
  { ctx, bbox, valToPos }: uPlot,
  bands: readonly Band[],
  colorOf: (name: string) => string,
): void {
  ctx.save();
  for (const { from, to, health } of bands) {
    const left = Math.max(bbox.left, valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, valToPos(to, 'x', true));
    if (right <= left) continue;
    ctx.fillStyle = colorOf(health === 'degraded' ? '--warn-soft' : '--bad-soft');
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}
