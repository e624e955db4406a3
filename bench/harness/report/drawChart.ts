import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import {
  type Axis,
  type BarChart as Bars,
  type Chart,
  exactText,
  type LineChart as Lines,
} from './chart.ts';
import { seriesStyle } from './seriesStyle.ts';

use([BarChart, LineChart, GridComponent, SVGRenderer]);
setPlatformAPI({
  // Without a canvas, ECharts takes texts for narrower than a wide font makes them, and cuts them off at the edge.
  measureText: (text, font = '') => ({ width: text.length * EM_PER_LETTER * sizeOf(font) }),
});

/** A chart is drawn for a wide and for a narrow page: scaled down, its labels could not be read on a phone. */
export interface Format {
  readonly name: 'wide' | 'narrow';
  /** Pixels; the page scales a chart to its own width. */
  readonly width: number;
  readonly lineHeight: number;
  /** From one bar to the next. */
  readonly barPitch: number;
  /** True when the name of a bar stands over it, and not beside it. */
  readonly hasNamesOverBars: boolean;
  /** Marks that the axes aim at. */
  readonly xMarks: number;
}

export const WIDE: Format = {
  name: 'wide',
  width: 840,
  lineHeight: 320,
  barPitch: 34,
  hasNamesOverBars: false,
  xMarks: 6,
};
export const NARROW: Format = {
  name: 'narrow',
  width: 340,
  lineHeight: 240,
  barPitch: 48,
  hasNamesOverBars: true,
  xMarks: 4,
};

const FONT = { fontFamily: 'system-ui, sans-serif', fontSize: 13 };
/** More than the mean of any usual font. */
const EM_PER_LETTER = 0.62;

const INK = 'var(--ink)';
const MUTED = 'var(--muted)';
const LINE = 'var(--line)';

const Y_MARKS = 4;

/** Room for the axis of a bar chart, and for its edges. */
const BARS_MARGIN = 40;
/** Room for the value after the longest bar. */
const VALUE_WIDTH = 84;

const GRID = {
  left: 6,
  right: 30,
  top: 14,
  bottom: 6,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
};

/** The chart as an SVG element without names of axes and lines, which the page shows as text. */
export function drawChart(chart: Chart, format: Format): string {
  return chart.kind === 'lines' ? drawLines(chart, format) : drawBars(chart, format);
}

function drawLines({ lines, x, y }: Lines, format: Format): string {
  return render(format, format.lineHeight, {
    grid: GRID,
    xAxis: { ...axisOf(x), splitNumber: format.xMarks, splitLine: { show: false } },
    yAxis: { ...axisOf(y), splitNumber: Y_MARKS },
    series: lines.map(({ name, points, hasDots }, index) => {
      const { colour, dash, symbol } = seriesStyle(index);
      return {
        ...STILL,
        type: 'line',
        name,
        data: points,
        color: colour,
        lineStyle: { width: 2, type: dash.length === 0 ? 'solid' : [...dash] },
        showSymbol: hasDots,
        symbol,
        symbolSize: 8,
      };
    }),
  });
}

function drawBars({ bars, x }: Bars, format: Format): string {
  const { barPitch, hasNamesOverBars } = format;
  const overBars = {
    inside: true,
    margin: 0,
    verticalAlign: 'bottom',
    padding: [0, 0, 11, 0],
  };
  return render(format, BARS_MARGIN + barPitch * bars.length, {
    grid: { ...GRID, right: VALUE_WIDTH, ...(hasNamesOverBars ? { left: 6, top: 20 } : {}) },
    xAxis: { ...axisOf(x), splitNumber: format.xMarks - 1 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      axisLabel: { ...FONT, color: INK, interval: 0, ...(hasNamesOverBars ? overBars : {}) },
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
    },
    series: [
      {
        ...STILL,
        type: 'bar',
        data: bars.map(({ value }) => value),
        color: seriesStyle(0).colour,
        barWidth: hasNamesOverBars ? 12 : 20,
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        label: {
          ...FONT,
          show: true,
          position: 'right',
          color: INK,
          formatter: ({ value }: { value: number }) => exactText(x, value),
        },
      },
    ],
  });
}

/** Charts on a page without scripts do not move. */
const STILL = { silent: true, emphasis: { disabled: true } };

function axisOf({ scale, format, min, max, interval }: Axis) {
  const range = { min, max, interval };
  return {
    ...Object.fromEntries(Object.entries(range).filter(([, value]) => value !== undefined)),
    type: scale,
    axisLabel: { ...FONT, color: MUTED, hideOverlap: true, formatter: format },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: LINE } },
  };
}

/** Of a CSS font: `13px system-ui`. */
function sizeOf(font: string): number {
  return Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? String(FONT.fontSize));
}

function render({ name, width }: Format, height: number, option: object): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, backgroundColor: 'transparent', ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return (
    svg
      // Styles for the mouse, and notes for a script that is not there.
      .replaceAll(/<style\b[\s\S]*?<\/style>/g, '')
      .replaceAll(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, '')
      // A dot is filled with the page's background.
      .replaceAll('fill="#fff"', 'fill="var(--paper)"')
      .replace(/^<svg width="\d+" height="\d+"/, `<svg class="${name}" aria-hidden="true"`)
      .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', '')
  );
}
