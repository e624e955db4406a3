import { addressFollowing } from '../state/followAddress.ts';

interface Props {
  readonly id: string;
  onFollow(id: string): void;
}

/** The id of an actor, to follow it. A link, so that it can be copied, and opened in a tab of its own. */
export function ActorLink({ id, onFollow }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onFollow(id);
  };
  const { pathname, search } = location;
  return (
    <a
      class="actor"
      href={addressFollowing(id, pathname, search)}
      title={`Follow ${id}`}
      onClick={follow}
    >
      {id}
    </a>
  );
}
