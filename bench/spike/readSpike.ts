import { readInteger } from '../../src/terminal/readNumber.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { MAX_SECONDS } from '../sale/limits.ts';
import { SPIKE_SECONDS } from './limits.ts';
import { type Rate, readRate } from './rate.ts';

/** The arguments of a sale with a spike, beside those of every sale. */
export interface SpikeArguments {
  readonly base: Rate;
  readonly spike: Rate;
  readonly spikeSeconds: number;
}

/** The flags that only a sale with a spike has; undefined when they are left out. */
export interface SpikeFlags {
  readonly tps: string;
  readonly spike?: string | undefined;
  readonly 'spike-seconds'?: string | undefined;
  readonly mix?: string | undefined;
}

/** @returns undefined for a sale without a spike. @throws UsageError if they do not go together. */
export function readSpike(flags: SpikeFlags): SpikeArguments | undefined {
  const { tps, spike, mix } = flags;
  const seconds = flags['spike-seconds'];
  if (spike === undefined) {
    if (seconds !== undefined) throw new UsageError('--spike-seconds: expected with --spike only');
    return undefined;
  }
  if (mix !== undefined) {
    throw new UsageError('--mix: expected without --spike, whose shoppers all do the same');
  }
  return {
    base: readRate('--tps', tps),
    spike: readRate('--spike', spike),
    spikeSeconds: readInteger('--spike-seconds', seconds ?? String(SPIKE_SECONDS), {
      min: 4,
      max: MAX_SECONDS,
    }),
  };
}
