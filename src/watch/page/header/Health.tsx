import type { WatchFigures } from '../../watchTypes.ts';
import { formatAge } from '../format/times.ts';

interface Props {
  readonly health: WatchFigures['health'];
  /** The time of the shop. */
  readonly now: number;
}

const LOOKS: Readonly<Record<string, string>> = {
  healthy: 'good',
  degraded: 'warn',
  shedding: 'bad',
  stopped: 'bad',
};

/** The state of the shop's health, since when, and why. */
export function Health({ health: { state, since, reasons, alert }, now }: Props) {
  return (
    <p class={`pill health ${LOOKS[state] ?? ''}`}>
      <span class="dot" aria-hidden="true" />
      <span>
        <strong>{state}</strong> for {formatAge(now - since)}
        {reasons.length > 0 && `: ${reasons.join(', ')}`}
      </span>
      {alert && <span class="alert-mark">alert</span>}
    </p>
  );
}
