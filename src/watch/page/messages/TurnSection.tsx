import type { WatchedTurn } from '../../watchTypes.ts';
import { formatCount } from '../format/numbers.ts';
import { formatTime } from '../format/times.ts';
import { ActorLink } from '../parts/ActorLink.tsx';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';
import { Section } from '../parts/Section.tsx';
import { SequenceDiagram } from './SequenceDiagram.tsx';

interface Props {
  readonly turn: WatchedTurn | null;
  readonly isHeld: boolean;
  readonly follow: string | null;
  readonly shopNow: number;
  onHold(isHeld: boolean): void;
  onFollow(id: string): void;
}

/** The messages of one turn as a sequence diagram. */
export function TurnSection({ turn, isHeld, follow, shopNow, onHold, onFollow }: Props) {
  const hold = (
    <button type="button" aria-pressed={isHeld} onClick={() => onHold(!isHeld)}>
      Hold
    </button>
  );
  const whose = follow === null ? 'one of the last turns' : `the last turn of ${follow}`;
  const note = `What actors have sent each other in ${whose}. Hold it to read it.`;
  return (
    <Section id="messages" title="Messages of a turn" note={note} tools={hold}>
      {turn === null ? (
        <p class="empty">
          {follow === null
            ? 'No turn has been seen yet.'
            : `No turn of ${follow} has been seen yet.`}
        </p>
      ) : (
        <>
          <p class="turn-name">
            Turn <span class="number">{formatCount(turn.number)}</span> at{' '}
            <span class="number">{formatTime(turn.at, shopNow)}</span>
            {isHeld && <span class="tag followed">held</span>}
            {turn.omitted > 0 && ` · ${formatCount(turn.omitted)} more messages are left out`}
          </p>
          <div class="turn">
            <ScrollFrame class="sequence-frame" label="Sequence diagram, scrolls">
              <SequenceDiagram
                messages={turn.messages}
                label={`Sequence diagram of ${turn.messages.length} messages, which are listed after it`}
              />
            </ScrollFrame>
            <ScrollFrame class="message-frame" label="List of messages">
              <ol class="message-list">
                {turn.messages.map(({ from, to, type }, index) => (
                  <li key={index}>
                    <code>{type}</code>{' '}
                    <span class="quiet">
                      <Party id={from} onFollow={onFollow} /> <span aria-hidden="true">→</span>
                      <span class="hidden">to</span> <Party id={to} onFollow={onFollow} />
                    </span>
                  </li>
                ))}
              </ol>
            </ScrollFrame>
          </div>
        </>
      )}
    </Section>
  );
}

/** An actor of a message; carts and orders can be followed. */
function Party({ id, onFollow }: { readonly id: string; onFollow(id: string): void }) {
  return /^(cart|order):/.test(id) ? <ActorLink id={id} onFollow={onFollow} /> : <span>{id}</span>;
}
