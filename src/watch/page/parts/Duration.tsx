import { formatDuration } from '../format/times.ts';

/** A measured time; a dash if there is none. */
export function Duration({ ms }: { readonly ms: number | null }) {
  if (ms !== null) return <>{formatDuration(ms)}</>;
  return (
    <>
      <span aria-hidden="true" class="quiet">
        –
      </span>
      <span class="hidden">none</span>
    </>
  );
}
