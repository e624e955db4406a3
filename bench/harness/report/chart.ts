/** A drawing of a figure as data: what it shows, not how it looks. */
export type Chart = LineChart | BarChart;

/** Lines over a common x axis. */
export interface LineChart {
  readonly kind: 'lines';
  readonly lines: readonly Line[];
  readonly x: Axis;
  readonly y: Axis;
}

/** Bars from top to bottom, each followed by its value. */
export interface BarChart {
  readonly kind: 'bars';
  readonly bars: readonly Bar[];
  readonly x: Axis;
}

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** True when each point gets a dot, and stands in the table of the figure. */
  readonly hasDots: boolean;
}

export interface Bar {
  readonly name: string;
  readonly value: number;
}

export interface Axis {
  readonly name: string;
  readonly scale: 'value' | 'log';
  /** A mark of the axis. */
  readonly format: (value: number) => string;
  /** A value between the marks, at a bar or in a table; as a mark when left out. */
  readonly formatExact?: (value: number) => string;
  /** Where it begins and ends; fitted to what is drawn when left out. */
  readonly min?: number;
  readonly max?: number;
  /** Between two marks; fitted when left out. */
  readonly interval?: number;
}

/** A value of the axis that is no mark. */
export function exactText({ format, formatExact = format }: Axis, value: number): string {
  return formatExact(value);
}

/** What is read along the axis: `ms (logarithmic)`. */
export function axisTitle({ name, scale }: Axis): string {
  return scale === 'log' ? `${name} (logarithmic)` : name;
}
