import { formatCount } from '../format/numbers.ts';
import { Duration } from '../parts/Duration.tsx';
import type { StateRow } from './stateCounts.ts';

interface Props {
  readonly title: string;
  readonly rows: readonly StateRow[];
  readonly isComplete: boolean;
  readonly selected: string | null;
  readonly followed: ReadonlySet<string>;
  onSelect(path: string): void;
}

/** What the drawing of a chart shows of its states, as a table. */
export function StateTable({ title, rows, isComplete, selected, followed, onSelect }: Props) {
  return (
    <table class="states">
      <caption class="hidden">States of {title}: how many are in each, and for how long</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" class="number">
            Now
          </th>
          <th scope="col" class="number">
            Median
          </th>
          <th scope="col" class="number">
            p99
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.path}
            class={row.path === selected ? 'selected' : undefined}
            data-path={row.path}
          >
            <th scope="row" style={{ paddingLeft: `${row.depth * 14 + 8}px` }}>
              <button
                type="button"
                class="plain"
                aria-pressed={row.path === selected}
                aria-label={row.path}
                onClick={() => onSelect(row.path)}
              >
                {row.path.slice(row.path.lastIndexOf('.') + 1)}
              </button>
              {row.isFinal && <span class="tag">final</span>}
              {followed.has(row.path) && (
                <span class="follow-mark" title="The followed actor is here">
                  <span class="hidden">the followed actor is here</span>
                </span>
              )}
            </th>
            <td class={`number ${row.now === 0 ? 'quiet' : 'strong'}`}>
              {row.now > 0 || isComplete ? formatCount(row.now) : '…'}
            </td>
            <td class="number">
              <Duration ms={row.medianMs} />
            </td>
            <td class="number">
              <Duration ms={row.p99Ms} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
