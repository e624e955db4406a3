import { useMemo, useState } from 'preact/hooks';
import type { WatchPicture, WatchUpdate } from '../../watchTypes.ts';
import { ActorLink } from '../parts/ActorLink.tsx';
import { Age } from '../parts/Age.tsx';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';
import { Section } from '../parts/Section.tsx';
import { longestActors } from './longestActors.ts';

interface Props {
  readonly picture: WatchPicture;
  readonly update: WatchUpdate;
  readonly shopNow: number;
  onFollow(id: string): void;
}

const SHOWN = 20;
const ALL = '';

/** Finds what is stuck. */
export function LongestSection({ picture, update, shopNow, onFollow }: Props) {
  const [chart, setChart] = useState(ALL);
  const [state, setState] = useState(ALL);
  const second = Math.floor(shopNow / 1000);
  // Once a second: rows that change places ten times a second cannot be clicked.
  const actors = useMemo(
    () => longestActors(update.charts, { chart: chart || null, state: state || null }, SHOWN),
    [second, chart, state],
  );
  const states = picture.charts.find(({ id }) => id === chart)?.states ?? [];
  return (
    <Section
      id="longest"
      title="Longest in their state"
      note="A stuck order is at the top. Follow it to see what has happened to it."
    >
      <div class="filters">
        <label>
          Chart
          <select
            value={chart}
            onChange={({ currentTarget }) => {
              setChart(currentTarget.value);
              setState(ALL);
            }}
          >
            <option value={ALL}>all</option>
            {picture.charts.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          State
          <select
            value={state}
            disabled={chart === ALL}
            onChange={({ currentTarget }) => setState(currentTarget.value)}
          >
            <option value={ALL}>all</option>
            {states
              .filter(({ isFinal }) => !isFinal)
              .map(({ path }) => (
                <option key={path} value={path}>
                  {path}
                </option>
              ))}
          </select>
        </label>
      </div>
      {actors.length === 0 ? (
        <p class="empty">No actor waits in such a state.</p>
      ) : (
        <ScrollFrame class="table-frame" label="Longest in their state, table">
          <table>
            <caption class="hidden">Actors by how long they are in their state</caption>
            <thead>
              <tr>
                <th scope="col">Actor</th>
                <th scope="col">State</th>
                <th scope="col" class="number">
                  For
                </th>
              </tr>
            </thead>
            <tbody>
              {actors.map((actor) => (
                <tr key={actor.id}>
                  <th scope="row">
                    <ActorLink id={actor.id} onFollow={onFollow} />
                  </th>
                  <td>{actor.state}</td>
                  <td class="number">
                    <Age since={actor.since} now={shopNow} isAtLeast={actor.isAtLeast} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      )}
    </Section>
  );
}
