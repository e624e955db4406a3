import type { FigureHistory, SampledFigures } from '../state/history.ts';

interface Props {
  readonly history: FigureHistory;
  value(figures: SampledFigures): number;
}

const SECONDS = 60;
const WIDTH = 100;
const HEIGHT = 24;

/** The last minute of a figure, without axes: its plot is further below. */
export function Sparkline({ history, value }: Props) {
  const values = history.samples
    .slice(-SECONDS)
    .map(({ figures }) => (figures === null ? 0 : value(figures)));
  const most = Math.max(...values, Number.MIN_VALUE);
  const start = SECONDS - values.length;
  const points = values.map((each, index) => {
    const x = ((start + index) / (SECONDS - 1)) * WIDTH;
    const y = HEIGHT - 1 - (each / most) * (HEIGHT - 2);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
