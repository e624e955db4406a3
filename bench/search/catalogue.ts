import { createHash } from 'node:crypto';
import type { Product } from '../../src/index.ts';
import { type Seeded, seeded } from '../harness/seeded.ts';
import { zipf } from '../harness/zipf.ts';
import { CATEGORIES, VOCABULARY, WORD_SHIFT, ZIPF_EXPONENT } from './limits.ts';
import { vocabulary } from './vocabulary.ts';

/** Determines a catalogue: the same two numbers make the same one. */
export interface CatalogueOptions {
  readonly products: number;
  readonly seed: number;
}

export interface Catalogue {
  readonly products: Product[];
  /** The names of categories, the largest category first. */
  readonly categories: readonly string[];
}

const PLURAL_SHARE = 0.2;
const MODEL_SHARE = 0.3;
const DESCRIBED_SHARE = 0.5;
const UNRATED_SHARE = 0.25;
const IN_STOCK_SHARE = 0.85;

/** Prices are log-normal: the median in minor units, the standard deviation, and the bounds. */
const MEDIAN_PRICE = 2_500;
const PRICE_SIGMA = 1.2;
const PRICES = { min: 100, max: 500_000 };

/** The years in which the products were added, at random times. */
const ADDED = { from: Date.UTC(2019, 0), seconds: 7 * 365 * 24 * 60 * 60 };

const SKU_LENGTH = 12;
const SKU_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const CAPITALS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Makes a catalogue like those of large shops: a few frequent words and many rare ones, unique codes of
 * models, and categories from huge to tiny.
 */
export function catalogue({ products, seed }: CatalogueOptions): Catalogue {
  const words = vocabulary(VOCABULARY, seeded(seed));
  const categories = categoryNames(words, seeded(seed, 1));
  const random = seeded(seed, 2);
  const nextWord = zipf({ size: words.length, exponent: ZIPF_EXPONENT, shift: WORD_SHIFT }, random);
  const nextCategory = zipf({ size: categories.length, exponent: ZIPF_EXPONENT }, random);
  const word = () => words[nextWord()] as string;

  // Products were added one after the other, some in the same second.
  function product(_: unknown, index: number): Product {
    const described = random.uniform() < DESCRIBED_SHARE;
    const rating = ratingOf(random);
    return {
      sku: skuOf(random),
      name: nameOf(word, random),
      category: categories[nextCategory()] as string,
      priceMinor: priceOf(random),
      ...(described && { description: descriptionOf(word, random) }),
      createdAt: ADDED.from + 1000 * Math.floor((ADDED.seconds * index) / products),
      available: random.uniform() < IN_STOCK_SHARE ? 1 + random.integer(500) : 0,
      ...rating,
    };
  }

  return { products: Array.from({ length: products }, product), categories };
}

/** Two runs with the same checksum searched the same products. */
export function checksumOf({ products }: Catalogue): string {
  const hash = createHash('sha256');
  for (const product of products) {
    const { sku, name, category, priceMinor, description = '', createdAt } = product;
    const { available, rating, reviewCount } = product;
    const numbers = [priceMinor, createdAt, available, rating, reviewCount].join();
    hash.update(`${sku}\n${name}\n${category}\n${description}\n${numbers}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Makes other names of the same kind, for products that are renamed. */
export function nameMaker(random: Seeded): () => string {
  // Its words need not be in the catalogue: most new names introduce a rare word.
  const words = vocabulary(VOCABULARY / 10, random);
  const nextWord = zipf({ size: words.length, exponent: ZIPF_EXPONENT, shift: WORD_SHIFT }, random);
  return () => nameOf(() => words[nextWord()] as string, random);
}

function categoryNames(words: readonly string[], random: Seeded): string[] {
  const names = new Set<string>();
  while (names.size < CATEGORIES) {
    const parts = Array.from({ length: 1 + random.integer(2) }, () =>
      capitalized(words[random.integer(words.length / 4)] as string),
    );
    names.add(parts.join(' & '));
  }
  return [...names];
}

function nameOf(word: () => string, random: Seeded): string {
  const words = Array.from({ length: 3 + random.integer(6) }, () => {
    const drawn = capitalized(word());
    return random.uniform() < PLURAL_SHARE ? `${drawn}s` : drawn;
  });
  if (random.uniform() < MODEL_SHARE) words[words.length - 1] = modelOf(random);
  return words.join(' ');
}

function modelOf(random: Seeded): string {
  const letters = letterOf(CAPITALS, random) + letterOf(CAPITALS, random);
  const number = String(random.integer(100_000)).padStart(3, '0');
  return `${letters}${number}${random.uniform() < 0.5 ? letterOf(CAPITALS, random) : ''}`;
}

function descriptionOf(word: () => string, random: Seeded): string {
  const words = Array.from({ length: 8 + random.integer(13) }, word);
  return `${capitalized(words.join(' '))}.`;
}

function skuOf(random: Seeded): string {
  const letters = Array.from({ length: SKU_LENGTH }, () => letterOf(SKU_LETTERS, random));
  return letters.join('');
}

function priceOf(random: Seeded): number {
  // The Box-Muller transform; 1 - u is never 0.
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  const normal = radius * Math.cos(2 * Math.PI * random.uniform());
  const price = Math.round(MEDIAN_PRICE * Math.exp(PRICE_SIGMA * normal));
  // Most prices in shops are just below a whole number.
  const shown = random.uniform() < 0.6 ? Math.ceil(price / 100) * 100 - 1 : price;
  return Math.min(PRICES.max, Math.max(PRICES.min, shown));
}

function ratingOf(random: Seeded): Pick<Product, 'rating' | 'reviewCount'> {
  if (random.uniform() < UNRATED_SHARE) return { rating: 0, reviewCount: 0 };
  const reviewCount = 1 + random.integer(12);
  // The probability of a good rating differs from product to product; most are good.
  const quality = 1 - random.uniform() ** 2 / 1.5;
  let stars = 0;
  for (let review = 0; review < reviewCount; review++) {
    stars += 1;
    for (let star = 0; star < 4; star++) if (random.uniform() < quality) stars += 1;
  }
  return { rating: stars / reviewCount, reviewCount };
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function letterOf(letters: string, random: Seeded): string {
  return letters.charAt(random.integer(letters.length));
}
