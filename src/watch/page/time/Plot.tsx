import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { formatTime } from '../format/times.ts';
import type { Band, PlotData } from './plotData.ts';
import { plotOptions } from './plotOptions.ts';

interface Props {
  readonly title: string;
  readonly data: PlotData;
  readonly bands?: readonly Band[];
  /** True when the values are whole numbers. */
  readonly isCount?: boolean;
  /** Shown while there are no lines. */
  readonly none?: string;
  format(value: number): string;
}

const HEIGHT = 150;
/** A line needs some width: the first samples are not drawn over the whole plot. */
const SHORTEST_SECONDS = 120;
const NO_BANDS: readonly Band[] = [];

/** Lines over the last minutes. Their values are text beside their names: of the time under the cursor, or the last ones. */
export function Plot({ title, data, bands = NO_BANDS, isCount = false, none, format }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ data, bands });
  latest.current = { data, bands };
  const [cursor, setCursor] = useState<number | null>(null);
  const theme = useTheme();
  const labels = data.lines.map(({ label }) => label).join('\n');

  useEffect(() => {
    const { current: element } = frame;
    if (element === null) return;
    const style = {
      element,
      lines: data.lines,
      isCount,
      format,
      bands: () => latest.current.bands,
      onCursor: setCursor,
    };
    const options = plotOptions(style, element.clientWidth, HEIGHT);
    const made = new uPlot(options, columnsOf(latest.current.data), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme, labels]);

  useEffect(() => {
    const { current: made } = plot;
    if (made === null) return;
    made.batch(() => {
      made.setData(columnsOf(data), false);
      const last = data.seconds.at(-1) ?? 0;
      const first = data.seconds[0] ?? last;
      made.setScale('x', { min: Math.min(first, last - SHORTEST_SECONDS), max: last });
    });
  }, [data, theme, labels]);

  const shown = cursor === null || cursor >= data.seconds.length ? -1 : cursor;
  const at = data.seconds.at(shown);
  return (
    <figure class="plot">
      <figcaption>
        <h3>{title}</h3>
        <span class="hint number">
          {shown !== -1 && at !== undefined && formatTime(at * 1000, at * 1000)}
        </span>
      </figcaption>
      <ul class="legend">
        {data.lines.map(({ label, color, values }) => (
          <li key={label}>
            <span class="swatch" style={{ background: `var(${color})` }} aria-hidden="true" />
            {label}{' '}
            <strong class="number">
              {values.at(shown) == null ? '–' : format(values.at(shown) ?? 0)}
            </strong>
          </li>
        ))}
        {data.lines.length === 0 && <li class="quiet">{none}</li>}
      </ul>
      <div
        ref={frame}
        class="plot-frame"
        role="img"
        aria-label={`${title} over the last ten minutes; the values are above`}
      />
    </figure>
  );
}

function columnsOf({ seconds, lines }: PlotData): uPlot.AlignedData {
  return [[...seconds], ...lines.map(({ values }) => [...values])];
}

/** Changes with the colours of the system. */
function useTheme(): string {
  const [theme, setTheme] = useState('');
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const change = () => setTheme(query.matches ? 'dark' : 'light');
    change();
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return theme;
}
