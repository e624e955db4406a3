import type { StateValue } from 'xstate';
import { stateName } from '../runtime/stateName.ts';
import type { InspectTerms } from './inspectOptions.ts';

/** A cart or an order, as far as a filter looks at it. */
export interface Filtered {
  readonly chart: string;
  readonly name: string;
  readonly value: StateValue;
  readonly context: unknown;
}

/** Decides which actors an inspection shows, before anything of them is made. */
export class ActorFilter {
  readonly #terms: InspectTerms;
  /** Below it are the hashes of the names of those in the sample. */
  readonly #hashesBelow: number;
  /** True when all carts and orders are shown. */
  readonly #isOpen: boolean;
  /** By state values that are texts: most are one of few. */
  readonly #fitting = new Map<string, boolean>();

  constructor(terms: InspectTerms) {
    this.#terms = terms;
    this.#hashesBelow = terms.sample * 2 ** 32;
    const { charts, states, ids, sample } = terms;
    this.#isOpen =
      charts === undefined && states === undefined && ids === undefined && sample === 1;
  }

  /** True when actors of the chart may be shown. */
  hasChart(chart: string): boolean {
    return this.#terms.charts?.has(chart) ?? true;
  }

  fits({ chart, name, value, context }: Filtered): boolean {
    if (this.#isOpen) return true;
    const { ids, states } = this.#terms;
    if (!this.hasChart(chart)) return false;
    if (ids !== undefined && !ids.has(name) && !ids.has(userOf(context))) return false;
    if (this.#hashesBelow < 2 ** 32 && hashOf(name) >= this.#hashesBelow) return false;
    return states === undefined || this.#fitsState(value, states);
  }

  #fitsState(value: StateValue, states: readonly string[]): boolean {
    if (typeof value !== 'string') return isIn(stateName(value), states);
    let fits = this.#fitting.get(value);
    if (fits === undefined) {
      fits = isIn(value, states);
      this.#fitting.set(value, fits);
    }
    return fits;
  }
}

/** True when one of the active paths is one of the states, or within it. */
function isIn(name: string, states: readonly string[]): boolean {
  const paths = name.split('|');
  return states.some((state) =>
    paths.some((path) => path === state || path.startsWith(`${state}.`)),
  );
}

/** The owner of a cart or an order; empty if its chart does not say. */
function userOf(context: unknown): string {
  const { userId } = Object(context) as { readonly userId?: unknown };
  return typeof userId === 'string' ? userId : '';
}

/**
 * The 32-bit hash FNV-1a of a text's UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/), mixed as MurmurHash3
 * does, because ids of orders may differ in their last characters only.
 */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
