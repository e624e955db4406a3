import { missingPackage, missingPackageText } from '../base/missingPackage.ts';
import type { backupStore } from '../store/disk/copies/backupStore.ts';
import type { LogTurns } from '../store/disk/copies/readTurns.ts';
import type { rebuildCheckpoint } from '../store/disk/copies/rebuildCheckpoint.ts';
import type { restoreStore, UnreachableTurnError } from '../store/disk/copies/restoreStore.ts';
import type { existingKind, storeKind, storeKindAt } from '../store/storeKinds.ts';

interface Lmdb {
  readonly backupStore: typeof backupStore;
  readonly existingKind: typeof existingKind;
  readonly LogTurns: typeof LogTurns;
  readonly rebuildCheckpoint: typeof rebuildCheckpoint;
  readonly restoreStore: typeof restoreStore;
  readonly storeKind: typeof storeKind;
  readonly storeKindAt: typeof storeKindAt;
  readonly UnreachableTurnError: typeof UnreachableTurnError;
}

/**
 * Loads the stores on disk. They are loaded when they are needed, because the package `lmdb` is
 * optional.
 *
 * @throws Error that says how to install it, if it is not installed.
 */
export async function loadLmdb(): Promise<Lmdb> {
  try {
    const [kinds, copying, turns, rebuilding, restoring] = await Promise.all([
      import('../store/storeKinds.ts'),
      import('../store/disk/copies/backupStore.ts'),
      import('../store/disk/copies/readTurns.ts'),
      import('../store/disk/copies/rebuildCheckpoint.ts'),
      import('../store/disk/copies/restoreStore.ts'),
    ]);
    return { ...kinds, ...copying, ...turns, ...rebuilding, ...restoring };
  } catch (error) {
    if (missingPackage(error) !== 'lmdb') throw error;
    throw new Error(missingPackageText('lmdb'), { cause: error });
  }
}
