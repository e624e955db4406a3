import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** Pixels; the page scales a chart to its own width. */
const WIDTH = 760;
const LINE_HEIGHT = 340;
const BAR_HEIGHT = 34;

/** Colours are CSS variables of the page, so that one drawing is right in light and in dark. */
const INK = 'var(--ink)';
const MUTED = 'var(--muted)';
const LINE = 'var(--line)';
const SERIES = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'];
const FONT = 'system-ui, sans-serif';

export interface Axis {
  readonly name: string;
  readonly scale: 'value' | 'log';
  readonly format: (value: number) => string;
  /** Where it begins and ends; fitted to what is drawn when left out. */
  readonly min?: number;
  readonly max?: number;
  /** Between two marks; fitted when left out. */
  readonly interval?: number;
}

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Whether each point gets a dot. */
  readonly hasDots: boolean;
}

/** Lines over a common x axis, as an SVG element. */
export function lineChart(lines: readonly Line[], axes: { x: Axis; y: Axis }): string {
  return render(LINE_HEIGHT, {
    grid: { left: 64, right: 28, top: 56, bottom: 50 },
    legend: {
      ...TEXT,
      backgroundColor: 'none',
      borderColor: 'none',
      left: 60,
      top: 2,
      icon: 'roundRect',
      itemWidth: 18,
      itemHeight: 4,
      itemGap: 28,
    },
    xAxis: { ...axisOf(axes.x), nameLocation: 'middle', nameGap: 32, splitLine: { show: false } },
    yAxis: { ...axisOf(axes.y), nameLocation: 'end', nameTextStyle: { ...NAME, align: 'right' } },
    series: lines.map(({ name, points, hasDots }, index) => ({
      ...STILL,
      type: 'line',
      name,
      data: points,
      color: SERIES[index % SERIES.length],
      lineStyle: { width: 2.25 },
      showSymbol: hasDots,
      symbol: 'circle',
      symbolSize: 7,
    })),
  });
}

export interface Bar {
  readonly name: string;
  readonly value: number;
}

/** Bars from top to bottom, each followed by its value, as an SVG element. */
export function barChart(bars: readonly Bar[], axis: Axis): string {
  const longestName = Math.max(...bars.map(({ name }) => name.length));
  return render(70 + BAR_HEIGHT * bars.length, {
    grid: { left: Math.min(24 + 7 * longestName, WIDTH / 2), right: 80, top: 12, bottom: 46 },
    xAxis: { ...axisOf(axis), nameLocation: 'middle', nameGap: 30 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      axisLabel: { ...TEXT.textStyle, color: INK },
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
    },
    series: [
      {
        ...STILL,
        type: 'bar',
        data: bars.map(({ value }) => value),
        color: SERIES[0],
        barMaxWidth: 20,
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        label: {
          show: true,
          position: 'right',
          color: INK,
          fontFamily: FONT,
          formatter: ({ value }: { value: number }) => axis.format(value),
        },
      },
    ],
  });
}

const TEXT = { textStyle: { color: INK, fontFamily: FONT, fontSize: 12 } };
const NAME = { color: MUTED, fontFamily: FONT, fontSize: 12 };
/** Charts on a printed page do not animate. */
const STILL = { silent: true, emphasis: { disabled: true } };

function axisOf({ name, scale, format, ...range }: Axis) {
  return {
    ...range,
    name,
    type: scale,
    nameTextStyle: NAME,
    axisLabel: { color: MUTED, fontFamily: FONT, formatter: format },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: LINE } },
  };
}

function render(height: number, option: object): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
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
      .replace(/^<svg width="\d+" height="\d+"/, '<svg role="img"')
      .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', '')
  );
}
