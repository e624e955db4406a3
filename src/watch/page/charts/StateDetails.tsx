import type { ChartPicture, ChartUpdate } from '../../watchTypes.ts';
import { formatCount, formatRate } from '../format/numbers.ts';
import { ActorLink } from '../parts/ActorLink.tsx';
import { Age } from '../parts/Age.tsx';
import { Duration } from '../parts/Duration.tsx';
import { Figure } from '../parts/Figure.tsx';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';
import { isWithin, type StateRow } from './stateCounts.ts';

interface Props {
  readonly chart: ChartPicture;
  readonly update: ChartUpdate;
  readonly row: StateRow;
  readonly shopNow: number;
  onFollow(id: string): void;
}

const ACTORS_SHOWN = 5;

/** The figures of the selected state: its transitions, and the actors that are in it the longest. */
export function StateDetails({ chart, update, row, shopNow, onFollow }: Props) {
  const transitions = chart.transitions.filter(({ source }) => source === row.path);
  const longest = update.longest
    .filter(({ state }) => isWithin(state, row.path))
    .slice(0, ACTORS_SHOWN);
  return (
    <div class="details">
      <h3>{row.path}</h3>
      <dl class="figures small">
        <Figure name="Now">{formatCount(row.now)}</Figure>
        <Figure name="Median time">
          <Duration ms={row.medianMs} />
        </Figure>
        <Figure name="p99 time">
          <Duration ms={row.p99Ms} />
        </Figure>
      </dl>
      {transitions.length > 0 && (
        <ScrollFrame class="table-frame" label="Transitions, table">
          <table>
            <caption>Transitions from here</caption>
            <thead>
              <tr>
                <th scope="col">On</th>
                <th scope="col">To</th>
                <th scope="col" class="number">
                  Taken
                </th>
                <th scope="col" class="number">
                  Rate
                </th>
              </tr>
            </thead>
            <tbody>
              {transitions.map(({ elementId, label, targets }) => {
                const figures = update.transitions[elementId];
                return (
                  <tr key={elementId}>
                    <th scope="row" class="code" title={label}>
                      {triggerOf(label)}
                    </th>
                    <td>{targets.length === 0 ? 'stays' : targets.join(', ')}</td>
                    <td class="number">{formatCount(figures?.count ?? 0)}</td>
                    <td class="number">{formatRate(figures?.perSecond ?? 0)}/s</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollFrame>
      )}
      {longest.length > 0 && (
        <>
          <h4>Longest in this state</h4>
          <ul class="actors">
            {longest.map(({ id, since, isAtLeast }) => (
              <li key={id}>
                <ActorLink id={id} onFollow={onFollow} />
                <Age since={since} now={shopNow} isAtLeast={isAtLeast} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** What takes a transition, without its actions: those are in the drawing. */
function triggerOf(label: string): string {
  const [trigger = ''] = label.split(' / ');
  return trigger === '' ? label : trigger;
}
