import type { View } from '../state/liveView.ts';

const STALE = 'What is below is the last that was seen.';

/** Says that the figures are old, and why. */
export function Banner({ view: { connection, update } }: { readonly view: View }) {
  if (update === null) return null;
  if (connection.kind === 'waiting') {
    return (
      <p class="banner warn">
        <strong>Not connected.</strong> {connection.reason} {STALE}
      </p>
    );
  }
  if (update.problem === null) return null;
  return (
    <p class="banner bad" role="alert">
      <strong>No data:</strong> {update.problem}. {STALE}
    </p>
  );
}
