import { grown } from './grown.ts';
import { eachField, FIELD_WEIGHTS, type FieldWeight, type ProductText } from './productText.ts';
import type { TermDictionary } from './termDictionary.ts';
import { wordsOf } from './words.ts';

/**
 * The terms of one product at a time: the arrays are parallel, and reused for the next product, so that
 * reading one allocates little.
 */
export class ProductTerms {
  readonly terms: number[] = [];
  /** The largest weight of the fields that have the term. */
  readonly weights: FieldWeight[] = [];
  /** True for a word of the product itself, false for one that is only the singular of a word. */
  readonly isVerbatim: boolean[] = [];
  nameWords = 0;
  readonly #dictionary: TermDictionary;
  /** By term, its index in the arrays plus 1; 0 if the product does not have it. */
  #positions = new Uint32Array();

  constructor(dictionary: TermDictionary) {
    this.#dictionary = dictionary;
  }

  /** Replaces the terms by those of the product. */
  read(product: ProductText): this {
    for (let index = 0; index < this.terms.length; index++) {
      this.#positions[this.terms[index] as number] = 0;
    }
    this.terms.length = 0;
    this.weights.length = 0;
    this.isVerbatim.length = 0;
    eachField(product, (text, weight) => {
      const words = wordsOf(text);
      if (weight === FIELD_WEIGHTS.name) this.nameWords = words.length;
      for (const word of words) {
        const term = this.#dictionary.intern(word);
        const singular = this.#dictionary.singular(term);
        this.#add(term, weight, true);
        if (singular !== term) this.#add(singular, weight, false);
      }
    });
    return this;
  }

  /** Fields come in falling order of their weights, so the first weight of a term is its largest. */
  #add(term: number, weight: FieldWeight, isVerbatim: boolean): void {
    if (term >= this.#positions.length) {
      this.#positions = grown(this.#positions, new Uint32Array(Math.max(1024, term * 2)));
    }
    const known = this.#positions[term] as number;
    if (known !== 0) {
      if (isVerbatim) this.isVerbatim[known - 1] = true;
      return;
    }
    this.#positions[term] = this.terms.push(term);
    this.weights.push(weight);
    this.isVerbatim.push(isVerbatim);
  }
}
