import type { SimulatedDisk } from '../simulatedDisk.ts';
import type { RandomSource } from './randomSource.ts';

export interface DrawnDisk {
  readonly disk: SimulatedDisk;
  /** The number of the batch during whose commit a crash comes, if one comes. */
  readonly crashAt: number | undefined;
  /** True when a batch cannot be written. */
  readonly willFail: boolean;
}

export interface DiskTerms {
  /** The number of the last batch before. */
  readonly durable: number;
  /** Before so many further batches, a disaster comes, if one comes. */
  readonly within: number;
  /** True when it is not to fail; false when left out. */
  readonly isSound?: boolean;
}

/** Draws how a disk writes, and after how many batches it fails or the process crashes, if ever. */
export function drawDisk(
  random: Pick<RandomSource, 'integer'>,
  { durable, within, isSound = false }: DiskTerms,
): DrawnDisk {
  const synchronousTenths = SYNCHRONOUS_TENTHS[random.integer(SYNCHRONOUS_TENTHS.length)] ?? 0;
  const disaster = isSound ? undefined : DISASTERS[random.integer(DISASTERS.length)];
  const at = durable + 1 + random.integer(within);
  const shows = random.integer(2) === 0 ? 'throws' : 'rejects';
  const willFail = disaster === 'fault';
  return {
    disk: {
      isSynchronous: () => random.integer(10) < synchronousTenths,
      joinsGroup: () => random.integer(3) > 0,
      fault: willFail ? { at, shows } : undefined,
    },
    crashAt: disaster === 'crash' ? at : undefined,
    willFail,
  };
}

const SYNCHRONOUS_TENTHS = [0, 0, 3, 10];
const DISASTERS = ['crash', 'fault', undefined, undefined, undefined, undefined] as const;
