import { useEffect, useState } from 'preact/hooks';
import type { FollowedActor } from '../../watchTypes.ts';
import { Section } from '../parts/Section.tsx';
import { Followed } from './Followed.tsx';

interface Props {
  /** The id that was asked for. */
  readonly follow: string | null;
  readonly followed: FollowedActor | null;
  readonly shopNow: number;
  onFollow(id: string | null): void;
}

/** One actor: its state, its path so far and its context. */
export function FollowSection({ follow, followed, shopNow, onFollow }: Props) {
  const [text, setText] = useState(follow ?? '');
  useEffect(() => setText(follow ?? ''), [follow]);
  const submit = (event: Event) => {
    event.preventDefault();
    onFollow(text.trim() === '' ? null : text.trim());
  };
  return (
    <Section id="follow" title="Follow an actor">
      <form class="row" onSubmit={submit}>
        <label class="grow">
          <span class="hidden">Id of an order or a cart</span>
          <input
            type="text"
            value={text}
            placeholder="order:4711, cart:ada or an id"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Follow
        </button>
        {follow !== null && (
          <button type="button" onClick={() => onFollow(null)}>
            Stop
          </button>
        )}
      </form>
      <div role="status">{statusOf(follow, followed)}</div>
      {followed !== null && followed.chart !== null && (
        <Followed followed={followed} shopNow={shopNow} />
      )}
    </Section>
  );
}

function statusOf(follow: string | null, followed: FollowedActor | null) {
  if (follow === null) {
    return <p class="empty">Type an id, or select one of the actors on this page.</p>;
  }
  if (followed === null) return <p class="empty">Looking for {follow}…</p>;
  if (followed.chart !== null) return null;
  return (
    <p class="empty">
      There is no actor <code>{followed.id}</code>: it may have ended, or never existed.
    </p>
  );
}
