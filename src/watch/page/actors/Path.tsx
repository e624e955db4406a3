import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FollowedActor } from '../../watchTypes.ts';
import { formatDuration, formatTime, isoTime } from '../format/times.ts';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';

interface Props {
  readonly followed: FollowedActor;
  readonly shopNow: number;
}

/** What has happened to an actor, with how long it took from each step to the next. */
export function Path({ followed: { path, isCut }, shopNow }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const steps = path.length;
  useLayoutEffect(() => {
    if (steps > 0) frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, [steps]);
  if (path.length === 0) return <p class="empty">Nothing is known of what has happened to it.</p>;
  return (
    <ScrollFrame frame={frame} class="path-frame" label="Path of the actor, the oldest step first">
      {isCut && <p class="note">Older steps are left out.</p>}
      <ol class="path">
        {path.map(({ at, type, from, to }, index) => {
          const earlier = path[index - 1];
          return (
            <li key={index} class={to !== null && to !== from ? 'moves' : undefined}>
              <time class="number" dateTime={isoTime(at)}>
                {formatTime(at, shopNow)}
              </time>
              <span class="step">
                <code>{type}</code>
                {to !== null && (
                  <span class="states-of-step">
                    {from !== null && from !== to && (
                      <>
                        {from} <span aria-hidden="true">→</span>
                        <span class="hidden">to</span>{' '}
                      </>
                    )}
                    {from === to ? <span class="quiet">stays in {to}</span> : <strong>{to}</strong>}
                  </span>
                )}
              </span>
              {earlier !== undefined && (
                <span class="number quiet">
                  <span aria-hidden="true">+</span>
                  <span class="hidden">after </span>
                  {formatDuration(at - earlier.at)}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </ScrollFrame>
  );
}
