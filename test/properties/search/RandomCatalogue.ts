import type { Seeded } from '../../../bench/harness/seeded.ts';
import type { Product } from '../../../src/index.ts';
import type { CheckedIndex } from './CheckedIndex.ts';
import type { FilterSpec } from './filterSpec.ts';

const LETTERS = 'abcd';

/** Chains of plurals: the singular of the first word has another singular. */
const TWICE_PLURAL = ['childrens', 'children', 'child', 'womens', 'women', 'woman'];

const RATINGS = [0, 0, 1, 2.5, 3.999, 4, 4.5, 5];

/** Grows a catalogue to most of the given number of products, and then goes on to change it at random. */
export class RandomCatalogue {
  readonly random: Seeded;
  readonly #index: CheckedIndex;
  readonly #mostProducts: number;
  readonly #present: string[] = [];
  readonly #absent: string[];

  constructor(index: CheckedIndex, random: Seeded, mostProducts: number) {
    this.#index = index;
    this.random = random;
    this.#mostProducts = mostProducts;
    this.#absent = Array.from({ length: mostProducts }, (_, sku) => `${sku}`);
  }

  get size(): number {
    return this.#present.length;
  }

  /** Adds, removes or changes one product. */
  change(): void {
    const { random } = this;
    const isGrowing = this.size < (this.#mostProducts * 2) / 3 || random.integer(2) === 0;
    const kind = random.integer(10);
    if (this.size === 0 || (kind < 4 && isGrowing && this.#absent.length > 0)) {
      const [sku = ''] = this.#absent.splice(random.integer(this.#absent.length), 1);
      this.#present.push(sku);
      this.#index.add({ sku, ...this.#anyProduct() });
      return;
    }
    const sku = this.pick(this.#present);
    const { name, category, priceMinor, description = '', available, rating } = this.#anyProduct();
    if (kind < 4) {
      this.#present.splice(this.#present.indexOf(sku), 1);
      this.#absent.push(sku);
      this.#index.remove(sku);
    } else if (kind < 6) this.#index.update(sku, { name });
    else if (kind === 6) this.#index.update(sku, { category, description });
    else if (kind === 7) this.#index.update(sku, { priceMinor });
    else if (kind === 8) this.#index.setAvailable(sku, available);
    else this.#index.setRating(sku, rating);
  }

  /** Queries of one word, of two, and of any number, and some about plurals of plurals. */
  queries(): string[] {
    const two = `${this.word()} ${this.word()}`;
    return [this.word(), two, this.#text(), this.pick(TWICE_PLURAL), 'child woman'];
  }

  /** One list of filters of each kind, and one of several kinds. */
  filters(queries: readonly string[]): FilterSpec[][] {
    const minMinor = this.low(100_000);
    return [
      [],
      [{ kind: 'category', names: ['0 category', `${this.low(30)} category`] }],
      [{ kind: 'price', minMinor, maxMinor: minMinor + this.low(10_000) }, { kind: 'inStock' }],
      [{ kind: 'rating', minimum: this.pick([0, 1, 2.5, 4, 4.1, 5]) }],
      ...queries.map((text): FilterSpec[] => [{ kind: 'text', text }]),
      [
        { kind: 'text', text: this.word() },
        { kind: 'category', names: ['0 category', '1 category'] },
        { kind: 'price', minMinor },
      ],
    ];
  }

  word(): string {
    return this.random.integer(300) === 0 ? this.pick(TWICE_PLURAL) : this.#letters();
  }

  pick<T>(values: readonly T[]): T {
    return values[this.random.integer(values.length)] as T;
  }

  /** A number below `end`; the square makes small ones likelier. */
  low(end: number): number {
    return Math.floor(this.random.uniform() ** 2 * end);
  }

  #letters(): string {
    const letter = () => LETTERS[this.low(LETTERS.length)];
    const letters = Array.from({ length: 2 + this.low(5) }, letter).join('');
    return letters + (this.random.integer(4) === 0 ? 's' : '');
  }

  #text(): string {
    return Array.from({ length: 1 + this.low(4) }, () => this.word()).join(' ');
  }

  #anyProduct(): Omit<Product, 'sku'> {
    return {
      name: this.#text(),
      category: `${this.low(30)} category`,
      priceMinor: this.low(100_000),
      createdAt: this.low(1000),
      available: this.random.integer(3),
      rating: this.pick(RATINGS),
      reviewCount: 0,
      ...(this.random.integer(2) === 0 && { description: this.#text() }),
    };
  }
}
