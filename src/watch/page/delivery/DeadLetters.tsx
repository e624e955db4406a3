import type { WatchedDeadLetter } from '../../watchTypes.ts';
import { formatCount } from '../format/numbers.ts';
import { formatTime, isoTime } from '../format/times.ts';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';

interface Props {
  readonly dead: readonly WatchedDeadLetter[];
  readonly shopNow: number;
}

/** Messages that no attempt has delivered. */
export function DeadLetters({ dead, shopNow }: Props) {
  return (
    <ScrollFrame class="table-frame" label="Dead letters, table">
      <table>
        <caption>Dead letters, the newest ones</caption>
        <thead>
          <tr>
            <th scope="col">Message</th>
            <th scope="col">Channel</th>
            <th scope="col">Fact</th>
            <th scope="col">Reason</th>
            <th scope="col" class="number">
              Attempts
            </th>
            <th scope="col" class="number">
              At
            </th>
          </tr>
        </thead>
        <tbody>
          {dead.map(({ messageId, channel, type, reason, attempts, at }) => (
            <tr key={`${channel} ${messageId}`}>
              <th scope="row" class="code">
                {messageId}
              </th>
              <td>{channel}</td>
              <td class="code">{type}</td>
              <td class="wide">{reason}</td>
              <td class="number">{formatCount(attempts)}</td>
              <td class="number">
                <time dateTime={isoTime(at)}>{formatTime(at, shopNow)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
