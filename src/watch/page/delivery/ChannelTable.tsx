import type { WatchedChannel } from '../../watchTypes.ts';
import { formatCompact } from '../format/numbers.ts';
import { formatAge } from '../format/times.ts';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';

interface Props {
  readonly channels: readonly WatchedChannel[];
  readonly shopNow: number;
}

const COLUMNS = [
  ['Backlog', 'backlog'],
  ['Under way', 'underWay'],
  ['Retrying', 'retrying'],
  ['Dead', 'dead'],
  ['Sent', 'sent'],
  ['Failed', 'failed'],
] as const;

export function ChannelTable({ channels, shopNow }: Props) {
  return (
    <ScrollFrame class="table-frame" label="Channels, table">
      <table>
        <caption>Channels</caption>
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col">State</th>
            {COLUMNS.map(([title, name]) => (
              <th key={name} scope="col" class="number">
                {title}
              </th>
            ))}
            <th scope="col">Last failure</th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel.channel}>
              <th scope="row">{channel.channel}</th>
              <td>{channel.state}</td>
              {COLUMNS.map(([, name]) => (
                <td key={name} class={`number ${channel[name] === 0 ? 'quiet' : ''}`}>
                  {formatCompact(channel[name])}
                </td>
              ))}
              <td class="wide">
                {channel.lastFailure === undefined ? (
                  <span class="quiet">none</span>
                ) : (
                  `${channel.lastFailure.reason}, ${formatAge(shopNow - channel.lastFailure.at)} ago`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
