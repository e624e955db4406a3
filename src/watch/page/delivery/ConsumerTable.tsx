import type { WatchUpdate } from '../../watchTypes.ts';
import { formatCount } from '../format/numbers.ts';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';

interface Props {
  readonly consumers: WatchUpdate['consumers'];
}

/** How far the consumers of facts are behind. */
export function ConsumerTable({ consumers }: Props) {
  return (
    <ScrollFrame class="table-frame" label="Consumers, table">
      <table>
        <caption>Consumers of facts</caption>
        <thead>
          <tr>
            <th scope="col">Consumer</th>
            <th scope="col" class="number">
              Position
            </th>
            <th scope="col" class="number">
              Lag
            </th>
          </tr>
        </thead>
        <tbody>
          {consumers.map(({ name, position, lag }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{formatCount(position)}</td>
              <td class={`number ${lag === 0 ? 'quiet' : 'strong'}`}>{formatCount(lag)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
