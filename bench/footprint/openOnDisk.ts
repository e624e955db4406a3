import { diskStore } from '../../src/disk.ts';
import { createShop, type Shop, type ShopOptions } from '../../src/index.ts';
import { clockAt } from './stage.ts';

/** Opens a shop on disk, after all things were made unless it has a clock that says otherwise. */
export async function openOnDisk(
  path: string,
  options: Pick<ShopOptions, 'clock' | 'createId'> = {},
): Promise<Shop> {
  // No segment is removed, so that the log can be read to its beginning.
  const store = await diskStore({ path, sync: false, keptLogBytes: Number.POSITIVE_INFINITY });
  return await createShop({ clock: clockAt(), ...options, store });
}
