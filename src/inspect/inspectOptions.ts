import * as check from '../base/check.ts';
import {
  ACTORS_RANGE,
  DEFAULT_ACTORS,
  DEFAULT_RATE,
  MAX_FILTER_VALUES,
  RATE_RANGE,
} from './limits.ts';

/** Which actors are shown. An actor has to fit every member that is given. */
export interface ShownOnly {
  /** `cart`, `order`, `health`, `delivery`. */
  readonly charts?: readonly string[];
  /**
   * Carts and orders from when they are first found in one of these states, such as `confirmed`, or within them: then
   * they are shown until they end.
   */
  readonly states?: readonly string[];
  /** Orders with these ids; the carts and orders of users with these ids. */
  readonly ids?: readonly string[];
}

/** What is shown of a shop, and how much of it. Each member may be left out. */
export interface InspectOptions {
  /** All actors when left out. The shop itself and its inventory are always shown. */
  readonly only?: ShownOnly;
  /** The share of the carts and orders that are shown, above 0 to 1; 1 when left out. It is always the same ones. */
  readonly sample?: number;
  /** The most messages a second, 1 to 100,000; 500 when left out. What is above is left out and counted. */
  readonly rate?: number;
  /** The most carts and orders that are shown, 1 to 100,000; 1,000 when left out. Those that have ended make room first. */
  readonly maxActors?: number;
  /** What the shop is called, and what the ids of its actors begin with; `shop` when left out. */
  readonly name?: string;
}

export interface InspectTerms {
  readonly charts: ReadonlySet<string> | undefined;
  readonly states: readonly string[] | undefined;
  readonly ids: ReadonlySet<string> | undefined;
  readonly sample: number;
  readonly rate: number;
  readonly maxActors: number;
  readonly name: string;
}

const CHARTS = ['cart', 'order', 'health', 'delivery'] as const;
const SMALLEST_SAMPLE = 1e-9;

/** @throws ArgumentError that names the member, what was expected and what came. */
export function resolveInspectOptions(given: InspectOptions): InspectTerms {
  check.fields('options', given, ['only', 'sample', 'rate', 'maxActors', 'name']);
  const only = check.optional(given.only, (value) => checkOnly(value as ShownOnly)) ?? {};
  const { sample, rate, maxActors, name } = given;
  return {
    charts: only.charts && new Set(only.charts),
    states: only.states,
    ids: only.ids && new Set(only.ids),
    sample:
      check.optional(sample, (value) =>
        check.number('options.sample', value, { min: SMALLEST_SAMPLE, max: 1 }),
      ) ?? 1,
    rate:
      check.optional(rate, (value) => check.wholeNumber('options.rate', value, RATE_RANGE)) ??
      DEFAULT_RATE,
    maxActors:
      check.optional(maxActors, (value) =>
        check.wholeNumber('options.maxActors', value, ACTORS_RANGE),
      ) ?? DEFAULT_ACTORS,
    name: check.optional(name, (value) => check.id('options.name', value)) ?? 'shop',
  };
}

function checkOnly(only: ShownOnly): ShownOnly {
  check.fields('options.only', only, ['charts', 'states', 'ids']);
  const charts = texts('options.only.charts', only.charts, (name, value) =>
    check.oneOf(name, value, CHARTS),
  );
  const states = texts('options.only.states', only.states, (name, value) =>
    check.text(name, value),
  );
  const ids = texts('options.only.ids', only.ids, check.id);
  return {
    ...(charts !== undefined && { charts }),
    ...(states !== undefined && { states }),
    ...(ids !== undefined && { ids }),
  };
}

function texts(
  name: string,
  given: unknown,
  checked: (name: string, value: unknown) => string,
): readonly string[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) throw check.wrongType(name, 'an array of texts', given);
  if (given.length === 0 || given.length > MAX_FILTER_VALUES) {
    const expected = `1 to ${MAX_FILTER_VALUES} texts`;
    throw check.outOfRange(name, expected, given, `${given.length}`);
  }
  // Not `map`, which passes over holes.
  return Array.from(given, (value, index) => checked(`${name}[${index}]`, value));
}
