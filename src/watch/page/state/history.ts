import type { CommandClassName, WatchFigures } from '../../watchTypes.ts';

/** What the plots show of one second. */
export interface Sample {
  /** In whole seconds since the epoch. */
  readonly second: number;
  /** Null in a gap: the page was not connected. */
  readonly figures: SampledFigures | null;
}

export interface SampledFigures {
  readonly perSecond: Readonly<Record<CommandClassName, number>>;
  readonly waiting: Readonly<Record<CommandClassName, number>>;
  /** Of commands of the class `buy`. */
  readonly p50: number;
  readonly p99: number;
  readonly health: string;
  /** Refusals per second by code. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Ten minutes. */
const CAPACITY = 600;
/** Refusals beyond the most frequent codes are summed: plots of more lines cannot be read. */
const MOST_CODES = 8;

/** The last ten minutes, one sample a second. The time is that of the page: a shop's clock may be simulated. */
export class FigureHistory {
  readonly #samples: Sample[] = [];
  readonly #capacity: number;

  constructor(capacity: number = CAPACITY) {
    this.#capacity = capacity;
  }

  /** The oldest first. */
  get samples(): readonly Sample[] {
    return this.#samples;
  }

  /** The last figures of a second are those that stay. */
  add(now: number, figures: WatchFigures): void {
    const sample: Sample = { second: Math.floor(now / 1000), figures: pick(figures) };
    const last = this.#samples.at(-1);
    if (last !== undefined && sample.second <= last.second) {
      // Also after a clock of the machine has been set back: the plots need times that rise.
      this.#samples[this.#samples.length - 1] = { ...sample, second: last.second };
      return;
    }
    if (last !== undefined && sample.second > last.second + 3) {
      this.#samples.push({ second: last.second + 1, figures: null });
    }
    this.#samples.push(sample);
    const oldest = sample.second - this.#capacity;
    while ((this.#samples[0]?.second ?? sample.second) <= oldest) this.#samples.shift();
  }
}

function pick({ perSecond, waiting, latencyMs, health, refusals }: WatchFigures): SampledFigures {
  const rates: Record<string, number> = Object.create(null);
  for (const [index, { code, perSecond: rate }] of refusals.entries()) {
    const name = index < MOST_CODES ? code : 'other';
    rates[name] = (rates[name] ?? 0) + rate;
  }
  return {
    perSecond,
    waiting,
    p50: latencyMs.buy.p50,
    p99: latencyMs.buy.p99,
    health: health.state,
    refusals: rates,
  };
}
