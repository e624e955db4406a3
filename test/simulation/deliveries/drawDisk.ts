import type { Seeded } from '../../../bench/harness/seeded.ts';
import { pick } from '../drawCommand.ts';
import type { Disk } from '../simulatedStore.ts';

/** Before so many further batches, a disaster comes, if one comes. */
const BATCHES_TO_DISASTER = 80;

export interface DrawnDisk {
  readonly disk: Disk;
  /** The number of the batch during whose commit a crash comes, if one comes. */
  readonly crashAt: number | undefined;
  /** True when a batch cannot be written. */
  readonly willFail: boolean;
}

/**
 * Draws how a disk writes, and after how many batches it fails or the process crashes, if ever.
 *
 * @param durable the number of the last batch before.
 * @param isSound true when it is not to fail.
 */
export function drawDisk(
  random: Seeded,
  { durable, isSound }: { readonly durable: number; readonly isSound: boolean },
): DrawnDisk {
  const synchronousTenths = pick(random, [0, 0, 3, 10]);
  const disaster = isSound ? undefined : pick(random, ['crash', 'fault', ...NONE]);
  const at = durable + 1 + random.integer(BATCHES_TO_DISASTER);
  const shows = pick(random, ['throws', 'rejects'] as const);
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

const NONE = [undefined, undefined, undefined, undefined];
