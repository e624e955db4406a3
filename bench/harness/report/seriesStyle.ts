/** How a series looks: a colour, and a dash and a symbol for those who do not see the colour. */
export interface SeriesStyle {
  /** A CSS variable of the page, so that one drawing is right in light and in dark. */
  readonly colour: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
  /** As ECharts names it. */
  readonly symbol: string;
}

const STYLES: readonly [SeriesStyle, ...SeriesStyle[]] = [
  { colour: 'var(--series-1)', dash: [], symbol: 'circle' },
  { colour: 'var(--series-2)', dash: [7, 3], symbol: 'rect' },
  { colour: 'var(--series-3)', dash: [2, 3], symbol: 'triangle' },
  { colour: 'var(--series-4)', dash: [9, 3, 2, 3], symbol: 'diamond' },
];

/** The style of the series at this place; it repeats after the fourth. */
export function seriesStyle(index: number): SeriesStyle {
  return STYLES[index % STYLES.length] ?? STYLES[0];
}
