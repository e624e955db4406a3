import type { WatchPicture, WatchUpdate } from '../../watchTypes.ts';
import { formatCompact } from '../format/numbers.ts';
import { Section } from '../parts/Section.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { Diagram } from './Diagram.tsx';
import { StateDetails } from './StateDetails.tsx';
import { StateTable } from './StateTable.tsx';
import { isWithin, type StateRow, stateRows } from './stateCounts.ts';

interface Props {
  readonly picture: WatchPicture;
  readonly update: WatchUpdate;
  readonly shopNow: number;
  readonly chartId: string;
  /** The path of the selected state, by the id of its chart. */
  readonly selected: Readonly<Record<string, string>>;
  onChart(id: string): void;
  onSelect(chartId: string, path: string): void;
  onFollow(id: string): void;
}

const PANEL = 'chart-panel';

/** The charts, and how many actors are in each of their states. */
export function ChartsSection({
  picture,
  update,
  shopNow,
  chartId,
  selected: selectedOf,
  ...on
}: Props) {
  const chart = picture.charts.find(({ id }) => id === chartId) ?? picture.charts[0];
  if (chart === undefined) return null;
  const figures = update.charts.find(({ id }) => id === chart.id);
  const rows = stateRows(chart.states, figures?.states ?? {});
  const selected = selectedOf[chart.id] || null;
  const row = rows.find(({ path }) => path === selected);
  const { followed } = update;
  const followedState = followed?.chart === chart.id ? followed.state : null;
  const select = (path: string) => on.onSelect(chart.id, path);
  const tabs = picture.charts.map(({ id, title }) => ({
    id,
    title,
    extra: <span class="tab-count">{liveCount(update, id)}</span>,
  }));
  return (
    <Section id="charts" title="Charts" note={noteOf(picture, figures?.isComplete)}>
      <Tabs label="Charts" tabs={tabs} selected={chart.id} panel={PANEL} onSelect={on.onChart} />
      <div id={PANEL} class="chart" role="tabpanel" aria-labelledby={`tab-${chart.id}`}>
        <Diagram
          chart={chart}
          figures={{ rows, update: figures, selected, followed: followedState }}
          onSelect={select}
        />
        <div class="chart-side">
          <StateTable
            title={chart.title}
            rows={rows}
            isComplete={figures?.isComplete ?? false}
            selected={selected}
            followed={pathsOf(rows, followedState)}
            onSelect={select}
          />
          {row !== undefined && figures !== undefined ? (
            <StateDetails
              chart={chart}
              update={figures}
              row={row}
              shopNow={shopNow}
              onFollow={on.onFollow}
            />
          ) : (
            <p class="hint">Select a state for its transitions and its longest actors.</p>
          )}
        </div>
      </div>
    </Section>
  );
}

/** All actors of a chart, as far as they are counted. */
function liveCount({ charts }: WatchUpdate, chartId: string): string {
  const chart = charts.find(({ id }) => id === chartId);
  const sum = Object.values(chart?.states ?? {}).reduce((total, { now }) => total + now, 0);
  return formatCompact(sum);
}

function pathsOf(rows: readonly StateRow[], state: string | null): ReadonlySet<string> {
  const within = state === null ? [] : rows.filter(({ path }) => isWithin(state, path));
  return new Set(within.map(({ path }) => path));
}

function noteOf({ source }: WatchPicture, isComplete = false): string {
  if (!isComplete) return 'Counting the actors that were there before the first viewer came…';
  return source.kind === 'store'
    ? 'Actors in each state when the store was last read.'
    : 'Actors in each state now, and the transitions as they are taken.';
}
