import type { ComponentChildren } from 'preact';
import type { WatchFigures } from '../../watchTypes.ts';
import { formatBytes, formatCompact, formatRate } from '../format/numbers.ts';
import { formatDuration } from '../format/times.ts';
import type { FigureHistory, SampledFigures } from '../state/history.ts';
import { Sparkline } from './Sparkline.tsx';

interface Props {
  readonly figures: WatchFigures;
  readonly history: FigureHistory;
}

/** The figures of now: what to look at first. */
export function Figures({ figures, history }: Props) {
  const { perSecond, latencyMs, waiting, refusals, commits, timers, memory } = figures;
  const refusedPerSecond = refusals.reduce((sum, refusal) => sum + refusal.perSecond, 0);
  const isOverloaded = refusals.some(
    ({ code, perSecond }) => code === 'overloaded' && perSecond > 0,
  );
  const worst = refusals.find((refusal) => refusal.perSecond > 0)?.code;
  return (
    <section aria-label="Figures now">
      <dl class="tiles">
        <Tile name="Checkouts" unit="/s" value={formatRate(perSecond.buy)}>
          <Sparkline history={history} value={(sample) => sample.perSecond.buy} />
          <p>
            browse {formatRate(perSecond.browse)}, release {formatRate(perSecond.release)}
          </p>
        </Tile>
        <Tile name="Checkout p50" value={formatDuration(latencyMs.buy.p50)}>
          <Sparkline history={history} value={(sample) => sample.p50} />
          <p>p90 {formatDuration(latencyMs.buy.p90)}</p>
        </Tile>
        <Tile name="Checkout p99" value={formatDuration(latencyMs.buy.p99)}>
          <Sparkline history={history} value={(sample) => sample.p99} />
          <p>max {formatDuration(latencyMs.buy.max)}</p>
        </Tile>
        <Tile name="Waiting" value={formatCompact(sumOf(waiting))}>
          <Sparkline history={history} value={(sample) => sumOf(sample.waiting)} />
          <p>
            {commits.waiting === 0
              ? 'no commits wait'
              : `${formatCompact(commits.waiting)} commits, oldest ${formatDuration(commits.oldestMs)}`}
          </p>
        </Tile>
        <Tile name="Refusals" unit="/s" value={formatRate(refusedPerSecond)} isBad={isOverloaded}>
          <Sparkline history={history} value={refusalsOf} />
          <p>{worst === undefined ? 'none now' : `most: ${worst}`}</p>
        </Tile>
        <Tile name="Heap" value={formatBytes(memory.heapUsed)}>
          <p>
            RSS {formatBytes(memory.rss)}
            <br />
            {formatCompact(timers)} timers
          </p>
        </Tile>
      </dl>
    </section>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly isBad?: boolean;
  readonly children: ComponentChildren;
}

function Tile({ name, value, unit, isBad = false, children }: TileProps) {
  return (
    <div class={`tile ${isBad ? 'bad' : ''}`}>
      <dt>{name}</dt>
      <dd>
        <strong class="number">
          {value}
          {unit !== undefined && <span class="unit">{unit}</span>}
        </strong>
        {children}
      </dd>
    </div>
  );
}

function sumOf(byClass: SampledFigures['waiting']): number {
  return byClass.release + byClass.buy + byClass.browse;
}

function refusalsOf({ refusals }: SampledFigures): number {
  return Object.values(refusals).reduce((sum, rate) => sum + rate, 0);
}
