import type { Sample, SampledFigures } from '../state/history.ts';

export interface Line {
  readonly label: string;
  /** The name of a custom property of the styles. */
  readonly color: string;
  readonly values: readonly (number | null)[];
}

/** A time with a colour behind the lines, in seconds. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly health: string;
}

export interface PlotData {
  readonly seconds: readonly number[];
  readonly lines: readonly Line[];
}

export function linesOf(
  samples: readonly Sample[],
  lines: readonly {
    readonly label: string;
    readonly color: string;
    value(figures: SampledFigures): number;
  }[],
): PlotData {
  return {
    seconds: samples.map(({ second }) => second),
    lines: lines.map(({ label, color, value }) => ({
      label,
      color,
      values: samples.map(({ figures }) => (figures === null ? null : value(figures))),
    })),
  };
}

/** The codes of all refusals in the samples. Their order does not change with their rates: each code keeps its colour. */
export function refusalCodes(samples: readonly Sample[]): string[] {
  return [...new Set(samples.flatMap(({ figures }) => Object.keys(figures?.refusals ?? {})))];
}

/** The times in which the shop was not healthy. */
export function healthBands(samples: readonly Sample[]): Band[] {
  const bands: Band[] = [];
  for (const [index, { second, figures }] of samples.entries()) {
    if (figures === null || figures.health === 'healthy') continue;
    const last = bands.at(-1);
    const isNext = last !== undefined && last.health === figures.health && last.to === second;
    const band = { from: isNext ? last.from : second, health: figures.health };
    const to = samples[index + 1]?.second ?? second + 1;
    if (isNext) bands.pop();
    bands.push({ ...band, to });
  }
  return bands;
}
