import type { LogFile } from './logFolder.ts';

/**
 * Syncs files one after the other. Of two syncs of a file at a time, one may get the error, and the other one
 * find nothing to write any more.
 */
export class SyncQueue {
  #last: Promise<void> = Promise.resolve();

  /** @throws what this sync throws, or an earlier one has thrown. */
  sync(file: LogFile | undefined): Promise<void> {
    const synced = this.#last.then(() => file?.sync());
    this.#last = synced;
    return synced;
  }
}
