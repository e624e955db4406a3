import { type Seeded, seeded } from '../harness/seeded.ts';
import { zipf } from '../harness/zipf.ts';
import type { Catalogue } from './catalogue.ts';
import { CATEGORIES, PAGE_SIZE, ZIPF_EXPONENT } from './limits.ts';
import { KINDS, type Kind, type Query } from './query.ts';

/** A third of the texts end with an incomplete word, and a tenth contain a typo. */
const BEGINNING_SHARE = 1 / 3;
const TYPO_SHARE = 0.1;
const MIN_BEGINNING = 3;
const MIN_TYPO_LENGTH = 6;

/** Most searches for a text have filters, too. */
const FILTERED_SHARE = 2 / 3;

/** The probability of each of the four filters in a filtered search. */
const FILTER_SHARE = 0.5;

/** The lowest ratings that people select; the last one comes from a slider. */
const RATINGS = [4, 4, 3.5, 3.5, 4.2];

const SORTS = ['price', 'rating', 'newest', 'name', undefined] as const;
const TEXT_SORTS = ['relevance', 'price', 'rating'] as const;
const MAX_OFFSET = 200;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Streams of the seed that the catalogue does not draw from. */
const FIRST_STREAM = 10;

/**
 * An endless stream of searches of one kind, the same for the same catalogue and seed.
 *
 * @param isWarmUp true for other searches of the same kind, so that no measured search was made before.
 */
export function queryStream(
  kind: Kind,
  { products, categories }: Catalogue,
  { seed, isWarmUp = false }: { readonly seed: number; readonly isWarmUp?: boolean },
): () => Query {
  const random = seeded(seed, FIRST_STREAM + 2 * KINDS.indexOf(kind) + (isWarmUp ? 1 : 0));
  // Large categories are requested more often.
  const nextCategory = zipf({ size: CATEGORIES, exponent: ZIPF_EXPONENT }, random);
  const name = () => products[random.integer(products.length)]?.name ?? '';

  function filters(): Partial<Query> {
    const has = () => random.uniform() < FILTER_SHARE;
    const around = products[random.integer(products.length)]?.priceMinor ?? 0;
    // Bounds as from a slider: they are not those of a band.
    const minMinor = Math.floor(around * (0.3 + 0.7 * random.uniform()));
    const maxMinor = Math.ceil(around * (1 + 3 * random.uniform()));
    return {
      ...(has() && { category: categories[nextCategory()] as string }),
      ...(has() && { price: { minMinor, maxMinor } }),
      ...(has() && { rating: oneOf(RATINGS, random) }),
      ...(has() && { inStock: true }),
    };
  }

  function sorted(sorts: readonly Query['sort'][]): Partial<Query> {
    const sort = oneOf(sorts, random);
    return sort === undefined ? {} : { sort };
  }

  switch (kind) {
    case 'text':
      return () => ({ text: textOf(name(), random), offset: 0, limit: PAGE_SIZE, facets: false });
    case 'textAndFilters':
      return () => ({
        text: textOf(name(), random),
        ...(random.uniform() < FILTERED_SHARE && filters()),
        ...sorted(TEXT_SORTS),
        ...{ offset: 0, limit: PAGE_SIZE, facets: true },
      });
    case 'filters':
      return () => ({
        ...filters(),
        ...sorted(SORTS),
        ...{ offset: random.integer(MAX_OFFSET + 1), limit: PAGE_SIZE, facets: true },
      });
  }
}

/** An endless stream of incomplete input for suggestions: prefixes of product names. */
export function typedStream(
  { products }: Catalogue,
  { seed, isWarmUp = false }: { readonly seed: number; readonly isWarmUp?: boolean },
): () => string {
  const random = seeded(seed, FIRST_STREAM + 2 * KINDS.length + (isWarmUp ? 1 : 0));
  return () => {
    const words = (products[random.integer(products.length)]?.name ?? '').split(' ');
    const before = words.slice(0, random.integer(2));
    const last = words[before.length] ?? '';
    return [...before, last.slice(0, 1 + random.integer(last.length))].join(' ');
  };
}

/** One to three words of a name; its product has them, unless one contains a typo. */
function textOf(name: string, random: Seeded): string {
  const words = name.toLowerCase().split(' ');
  const first = random.integer(words.length);
  const wanted = words.slice(first, first + 1 + random.integer(3));
  const last = wanted.length - 1;
  if (random.uniform() < BEGINNING_SHARE) wanted[last] = beginningOf(wanted[last] ?? '', random);
  if (random.uniform() < TYPO_SHARE) {
    const place = random.integer(wanted.length);
    wanted[place] = withTypo(wanted[place] ?? '', random);
  }
  return wanted.join(' ');
}

function beginningOf(word: string, random: Seeded): string {
  if (word.length <= MIN_BEGINNING) return word;
  return word.slice(0, MIN_BEGINNING + random.integer(word.length - MIN_BEGINNING));
}

/** Replaces, removes or inserts a letter, or swaps two; leaves short words as they are. */
function withTypo(word: string, random: Seeded): string {
  if (word.length < MIN_TYPO_LENGTH) return word;
  const place = 1 + random.integer(word.length - 2);
  const [before, letter, after] = [word.slice(0, place), word.charAt(place), word.slice(place + 1)];
  const other = LETTERS.charAt(random.integer(LETTERS.length));
  switch (random.integer(4)) {
    case 0:
      return before + other + after;
    case 1:
      return before + after;
    case 2:
      return before + other + letter + after;
    default:
      return before + after.charAt(0) + letter + after.slice(1);
  }
}

function oneOf<Item>(items: readonly Item[], random: Seeded): Item {
  return items[random.integer(items.length)] as Item;
}
