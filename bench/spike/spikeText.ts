import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText } from '../../src/terminal/numberText.ts';
import type { SpikeFigures } from './spikeFigures.ts';
import { requirements } from './spikeVerdict.ts';

/** The result of a run as text: a table of the phases, and what was required. */
export function spikeText(figures: SpikeFigures): string {
  const header = [
    '',
    'seconds',
    'shoppers/s',
    'orders/s',
    'refused/s',
    'checkout p50',
    'p99',
    'add p99',
    'ping p99',
  ];
  const rows = figures.phases.map(({ name, seconds, offered, goodput, refused, ...latency }) => [
    name,
    numberText(seconds),
    numberText(Math.round(offered)),
    numberText(Math.round(goodput)),
    numberText(Math.round(refused.browse + refused.buy)),
    ...[latency.checkout.p50, latency.checkout.p99, latency.add.p99, latency.ping.p99].map(
      (value) => `${value.toFixed(1)} ms`,
    ),
  ]);
  const met = requirements(figures).map(
    ({ text, isMet }) => `  ${isMet ? 'ok  ' : 'MISS'} ${text}`,
  );
  return `
Capacity: ${numberText(Math.round(figures.capacity))} orders a second.
${columnTable(header, rows)}

${met.join('\n')}
`;
}
