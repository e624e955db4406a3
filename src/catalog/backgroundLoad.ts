import type { Catalog } from './catalog.ts';

/** Loads all products of the store, one batch per iteration of the event loop. */
export function backgroundLoad(catalog: Pick<Catalog, 'readMore'>): BackgroundLoad {
  let next: NodeJS.Immediate | undefined;
  let stop = () => {};
  const done = new Promise<void>((resolve, reject) => {
    stop = resolve;
    const read = () => {
      try {
        if (!catalog.readMore()) return resolve();
      } catch (error) {
        return reject(error);
      }
      next = setImmediate(read);
    };
    read();
  });
  // The error needs no handler here: the next search throws it, too.
  done.catch(() => {});
  return {
    done,
    stop() {
      clearImmediate(next);
      stop();
    },
  };
}

/** A load in progress. */
export interface BackgroundLoad {
  /** Resolves when the load is complete or stopped; rejects with the error of a read. */
  readonly done: Promise<void>;
  stop(): void;
}
