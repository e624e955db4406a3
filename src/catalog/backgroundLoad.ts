import type { Catalog } from './catalog.ts';

/** Reads all products of the store, some at a time, whenever the event loop has nothing else to do. */
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
  // A caller that does not wait gets the error from its next search.
  done.catch(() => {});
  return {
    done,
    stop() {
      clearImmediate(next);
      stop();
    },
  };
}

export interface BackgroundLoad {
  /** Resolves when it is done or has been stopped; rejects with what reading has thrown. */
  readonly done: Promise<void>;
  stop(): void;
}
