/** The texts of a product that are searched. */
export interface ProductText {
  /** The product's name. */
  readonly name: string;
  /** The product's category. */
  readonly category: string;
  /** Further text; left out when there is none. */
  readonly description?: string;
}

/** The weight of a word in the relevance, by the field it is in. Postings hold it in two bits. */
export const FIELD_WEIGHTS = { name: 3, category: 2, description: 1 } as const;

export type FieldWeight = (typeof FIELD_WEIGHTS)[keyof typeof FIELD_WEIGHTS];

/** Calls `visit` for each field of the product, the one with the largest weight first. */
export function eachField(
  { name, category, description }: ProductText,
  visit: (text: string, weight: FieldWeight) => void,
): void {
  visit(name, FIELD_WEIGHTS.name);
  visit(category, FIELD_WEIGHTS.category);
  if (description !== undefined) visit(description, FIELD_WEIGHTS.description);
}
