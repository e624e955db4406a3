import { type Seeded, seeded } from '../harness/seeded.ts';
import { type Catalogue, nameMaker } from './catalogue.ts';
import type { ChangeFigures } from './figures.ts';
import {
  CHANGE_SECONDS,
  CHANGES,
  CHANGES_AT_ONCE,
  CHANGES_PER_PRODUCT,
  CHANGES_PER_SEARCH,
  RENAMES,
  RENAMES_PER_PRODUCT,
  WARM_UP_SEARCHES,
} from './limits.ts';
import type { IndexChanges, SearchPeer } from './peer.ts';
import { queryStream, typedStream } from './queryStream.ts';
import { Times } from './times.ts';

interface ChangeOptions {
  readonly products: number;
  readonly searches: number;
  readonly seed: number;
}

/** Streams of the seed that are used here only. */
const PRICE_STREAM = 30;
const CHANGE_STREAM = 31;
const NAME_STREAM = 32;

const MAX_PRICE = 500_000;

/** The mean microseconds of a price change; null if the peer stores no prices. */
export function microsecondsPerPrice(
  { setPrice }: SearchPeer,
  { products, seed }: ChangeOptions,
): number | null {
  if (setPrice === undefined) return null;
  const random = seeded(seed, PRICE_STREAM);
  const wanted = Math.min(CHANGES, CHANGES_PER_PRODUCT * products);
  const startedAt = performance.now();
  const until = startedAt + 1000 * CHANGE_SECONDS;
  let done = 0;
  while (done < wanted && performance.now() < until) {
    for (let n = 0; n < CHANGES_AT_ONCE; n++) {
      setPrice(random.integer(products), random.integer(MAX_PRICE));
    }
    done += CHANGES_AT_ONCE;
  }
  return (1000 * (performance.now() - startedAt)) / done;
}

/** Measures all changes of an index, suggestions, and searches among changes. */
export function measureChanges(
  peer: SearchPeer,
  made: Catalogue,
  options: ChangeOptions,
): ChangeFigures | null {
  const { changes } = peer;
  if (changes === undefined) return null;
  const { products, seed } = options;
  const random = seeded(seed, CHANGE_STREAM);
  const makeName = nameMaker(seeded(seed, NAME_STREAM));
  const many = Math.min(CHANGES, CHANGES_PER_PRODUCT * products);
  const some = Math.min(RENAMES, RENAMES_PER_PRODUCT * products);
  const place = () => random.integer(products);
  const suggest = suggestTimes(changes, made, options);
  const price = microsecondsEach(many, () => changes.setPrice(place(), random.integer(MAX_PRICE)));
  const stock = microsecondsEach(many, () => changes.setInStock(place(), random.integer(2) === 0));
  const rating = microsecondsEach(many, () => changes.setRating(place(), ratingOf(random)));
  const names = Array.from({ length: some }, makeName);
  const renames = new Times();
  for (const name of names) renames.time(() => changes.rename(place(), name));
  const { mean: rename, max } = renames.summary();
  const replace = microsecondsEach(some, () => changes.replace(place()));
  const searchesAmongChanges = searchTimesAmong(peer, changes, made, options, random);
  const longestRenameMs = max / 1000;
  return { price, stock, rating, rename, longestRenameMs, replace, suggest, searchesAmongChanges };
}

function microsecondsEach(count: number, change: () => void): number {
  const startedAt = performance.now();
  for (let n = 0; n < count; n++) change();
  return (1000 * (performance.now() - startedAt)) / count;
}

/** Draws the mean of several ratings, or 0 for none. */
function ratingOf(random: Seeded): number {
  const reviews = 1 + random.integer(12);
  return random.integer(4) === 0 ? 0 : 1 + random.integer(4 * reviews + 1) / reviews;
}

function suggestTimes(
  { suggest }: IndexChanges,
  made: Catalogue,
  { searches, seed }: ChangeOptions,
): ReturnType<Times['summary']> {
  const warmUp = typedStream(made, { seed, isWarmUp: true });
  for (let n = 0; n < WARM_UP_SEARCHES; n++) suggest(warmUp());
  const next = typedStream(made, { seed });
  const times = new Times();
  for (let n = 0; n < searches; n++) {
    const text = next();
    times.time(() => suggest(text));
  }
  return times.summary();
}

/** Times mixed searches, with changes of prices, stock, ratings and names before each of them. */
function searchTimesAmong(
  peer: SearchPeer,
  changes: IndexChanges,
  made: Catalogue,
  { products, searches, seed }: ChangeOptions,
  random: Seeded,
): ReturnType<Times['summary']> {
  const streams = [
    queryStream('filters', made, { seed, isWarmUp: true }),
    queryStream('textAndFilters', made, { seed, isWarmUp: true }),
  ];
  const makeName = nameMaker(seeded(seed, NAME_STREAM + 1));
  const times = new Times();
  for (let n = 0; n < searches; n++) {
    for (let change = 0; change < CHANGES_PER_SEARCH; change++) {
      const place = random.integer(products);
      // Stock changes most often, names rarely.
      const drawn = random.uniform();
      if (drawn < 0.6) changes.setInStock(place, random.integer(2) === 0);
      else if (drawn < 0.85) changes.setPrice(place, random.integer(MAX_PRICE));
      else if (drawn < 0.99) changes.setRating(place, ratingOf(random));
      else changes.rename(place, makeName());
    }
    const query = streams[n % streams.length]?.();
    if (query !== undefined) times.time(() => peer.search(query));
  }
  return times.summary();
}
