import type { StateValue } from 'xstate';

/** A state value as text: `open`, `confirmed.packing`, and `a.x|b.y` for parallel states. */
export function stateName(value: StateValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([key, inner]) => {
      const rest = inner === undefined ? '' : stateName(inner);
      return rest === '' ? key : `${key}.${rest}`;
    })
    .join('|');
}
