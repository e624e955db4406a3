import type { Key } from '../../store/store.ts';

type Element = 'text' | 'number';

/** Every kind of entry: what its keys begin with, and what follows. */
const KINDS = {
  answer: [['answer'], ['text', 'text']],
  cart: [['cart'], ['text']],
  consumer: [['consumer'], ['text']],
  fact: [['fact'], ['number']],
  openCart: [['open', 'cart'], ['number']],
  openOrder: [['open', 'order'], ['number']],
  order: [['order'], ['text']],
  orderOf: [['ordersOf'], ['text', 'number']],
  product: [['product'], ['text']],
  review: [['review'], ['text', 'number']],
  shop: [['shop'], []],
  stock: [['stock'], ['text']],
  turn: [['turn'], []],
  user: [['user'], ['text']],
} as const satisfies Record<string, readonly [prefix: readonly string[], readonly Element[]]>;

export type EntryKind = keyof typeof KINDS;

/** What all keys of a kind begin with. */
export function prefixOf(kind: EntryKind): Key {
  return KINDS[kind][0];
}

/** The kind that a key is one of, or undefined. */
export function kindOf(key: Key): EntryKind | undefined {
  for (const kind of Object.keys(KINDS) as EntryKind[]) {
    const [prefix, rest] = KINDS[kind];
    const isOne =
      key.length === prefix.length + rest.length &&
      prefix.every((element, depth) => key[depth] === element) &&
      rest.every((element, place) => isElement(element, key[prefix.length + place]));
    if (isOne) return kind;
  }
  return undefined;
}

function isElement(expected: Element, given: Key[number] | undefined): boolean {
  return expected === 'number' ? Number.isSafeInteger(given) : typeof given === 'string';
}
