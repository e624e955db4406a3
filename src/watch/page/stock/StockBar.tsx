import { formatCount } from '../format/numbers.ts';

interface Props {
  readonly available: number;
  readonly held: number;
}

/** How much of the stock on hand is held. */
export function StockBar({ available, held }: Props) {
  const sum = available + held;
  const share = sum === 0 ? 0 : held / sum;
  return (
    <div
      class="bar"
      role="img"
      aria-label={`${formatCount(held)} of ${formatCount(sum)} units are held`}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
