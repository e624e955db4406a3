import { useMemo } from 'preact/hooks';
import { formatCompact, formatRate } from '../format/numbers.ts';
import { formatDuration } from '../format/times.ts';
import { Section } from '../parts/Section.tsx';
import type { FigureHistory, SampledFigures } from '../state/history.ts';
import { Plot } from './Plot.tsx';
import { healthBands, linesOf, refusalCodes } from './plotData.ts';

interface Props {
  readonly history: FigureHistory;
  /** In epoch milliseconds, of the page. */
  readonly now: number;
}

const CLASSES = [
  { name: 'buy', label: 'checkout', color: '--line-1' },
  { name: 'browse', label: 'browse', color: '--line-2' },
  { name: 'release', label: 'release', color: '--line-3' },
] as const;

const COLORS = Array.from({ length: 8 }, (_, index) => `--line-${index + 1}`);

/** The last ten minutes, as this page has seen them. */
export function TimeSection({ history, now }: Props) {
  const second = Math.floor(now / 1000);
  const plots = useMemo(() => {
    const { samples } = history;
    const byClass = (member: 'perSecond' | 'waiting') =>
      linesOf(
        samples,
        CLASSES.map(({ name, label, color }) => ({
          label,
          color,
          value: (figures: SampledFigures) => figures[member][name],
        })),
      );
    const codes = refusalCodes(samples).slice(0, COLORS.length);
    return {
      throughput: byClass('perSecond'),
      waiting: byClass('waiting'),
      latency: linesOf(samples, [
        { label: 'p50', color: '--line-1', value: ({ p50 }) => p50 },
        { label: 'p99', color: '--line-3', value: ({ p99 }) => p99 },
      ]),
      refusals: linesOf(
        samples,
        codes.map((code, index) => ({
          label: code,
          color: COLORS[index] ?? '--line-1',
          value: ({ refusals }: SampledFigures) => refusals[code] ?? 0,
        })),
      ),
      bands: healthBands(samples),
    };
  }, [history, second]);
  return (
    <Section
      id="over-time"
      title="Over time"
      note={
        <>
          What this page has seen in the last ten minutes. Behind the lines:{' '}
          <span class="band degraded">degraded</span> <span class="band shedding">shedding</span>
        </>
      }
    >
      <div class="plots">
        <Plot
          title="Commands per second"
          data={plots.throughput}
          bands={plots.bands}
          format={formatRate}
        />
        <Plot
          title="Latency of checkouts"
          data={plots.latency}
          bands={plots.bands}
          format={formatDuration}
        />
        <Plot
          title="Refusals per second"
          data={plots.refusals}
          bands={plots.bands}
          format={formatRate}
          none="None."
        />
        <Plot
          title="Commands that wait"
          data={plots.waiting}
          bands={plots.bands}
          isCount
          format={formatCompact}
        />
      </div>
    </Section>
  );
}
