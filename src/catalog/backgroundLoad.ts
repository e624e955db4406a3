import type { Catalog } from './catalog.ts';

/** Reads all products of the store, some at a time, whenever nothing else is to be done. */
export function backgroundLoad(catalog: Pick<Catalog, 'readMore'>): Reading {
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
  // Who does not wait for it hears of it when they search.
  done.catch(() => {});
  return {
    done,
    stop() {
      clearImmediate(next);
      stop();
    },
  };
}

export interface Reading {
  /** Resolves when it is done or has been stopped; rejects with what reading has thrown. */
  readonly done: Promise<void>;
  stop(): void;
}
