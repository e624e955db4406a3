import { MAX_NAMES } from '../limits.ts';
import type { RefusalFigures } from '../watchTypes.ts';
import { Count } from './count.ts';

/** Counts refusals by their codes. Charts of users may reply with any: of too many, the later ones are not counted. */
export class RefusalCounts {
  readonly #byCode = new Map<string, Count>();

  add(code: string): void {
    let count = this.#byCode.get(code);
    if (count === undefined) {
      if (this.#byCode.size === MAX_NAMES) return;
      count = new Count();
      this.#byCode.set(code, count);
    }
    count.count++;
  }

  /** To be called once a second. */
  readRates(): void {
    for (const count of this.#byCode.values()) count.read();
  }

  figures(): RefusalFigures[] {
    const figures = [...this.#byCode].map(([code, { count, perSecond }]) => {
      return { code, count, perSecond };
    });
    return figures.sort((a, b) => b.count - a.count);
  }
}
