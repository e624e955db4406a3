import { numberText } from '../../src/terminal/numberText.ts';
import type { DoorSizes } from './doorSizes.ts';
import type { PackageSizes } from './packageSizes.ts';
import {
  MAX_INSTALLED_BYTES,
  MAX_MINIFIED_BYTES,
  MAX_PACKED_BYTES,
  MAX_UNPACKED_BYTES,
  MIN_SHARE_OF_BOUND,
} from './sizeBounds.ts';

/** One sentence for each size that is above its bound, far below it, or without one. */
export function sizeProblems(
  { packed, unpacked, installed }: Omit<PackageSizes, 'files'>,
  doors: readonly Pick<DoorSizes, 'name' | 'minified'>[],
): string[] {
  return [
    problemOf('the archive', packed, MAX_PACKED_BYTES),
    problemOf('the unpacked package', unpacked, MAX_UNPACKED_BYTES),
    problemOf('the installed package', installed, MAX_INSTALLED_BYTES),
    ...doors.map(({ name, minified }) => problemOf(name, minified, MAX_MINIFIED_BYTES[name])),
  ].filter((problem) => problem !== undefined);
}

function problemOf(what: string, bytes: number, bound: number | undefined): string | undefined {
  if (bound === undefined) return `${what} has no bound`;
  if (bytes > bound) return `${what} has ${numberText(bytes)} bytes, at most ${numberText(bound)}`;
  if (bytes >= bound * MIN_SHARE_OF_BOUND) return undefined;
  return `${what} has only ${numberText(bytes)} bytes: lower its bound of ${numberText(bound)}`;
}
