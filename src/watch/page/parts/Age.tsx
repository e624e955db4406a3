import { formatAge, formatTime, isoTime } from '../format/times.ts';

interface Props {
  readonly since: number;
  /** The time of the shop. */
  readonly now: number;
  /** True when it may have begun earlier. */
  readonly isAtLeast?: boolean;
}

/** How long something lasts now. */
export function Age({ since, now, isAtLeast = false }: Props) {
  return (
    <time class="number" dateTime={isoTime(since)} title={`since ${formatTime(since, now)}`}>
      {isAtLeast && (
        <>
          <span aria-hidden="true">≥ </span>
          <span class="hidden">at least </span>
        </>
      )}
      {formatAge(now - since)}
    </time>
  );
}
