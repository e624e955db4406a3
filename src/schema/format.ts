import type { Change, Store } from '../store/store.ts';

/** What a store says about itself. */
export interface StoreHead {
  /** How its records are written. */
  readonly format: number;
  /** ISO 4217 code of all its prices. */
  readonly currency: string;
}

/** The format of this version. It rises whenever an older one could not be read as it is. */
export const FORMAT = 1;

/** What turns the records of a format into those of the next one. */
export type Upgrades = Readonly<Record<number, (store: Store) => readonly Change[]>>;

/** None yet: there has been one format so far. */
const UPGRADES: Upgrades = {};

/** Where it says so. */
export const HEAD = ['shop'];

/** What the store says about itself, or undefined if it is empty. */
export function readHead(store: Pick<Store, 'get' | 'range'>): StoreHead | undefined {
  const text = store.get(HEAD);
  if (text !== undefined) return JSON.parse(text) as StoreHead;
  for (const [key] of store.range({ prefix: [] })) {
    throw new RangeError(
      `store: expected an empty one, or that of a shop; got one with '${key[0]}' records`,
    );
  }
  return undefined;
}

/**
 * Makes an empty store one of this format, and brings an older one up to it.
 *
 * @throws RangeError if the store is no shop's, of a newer format, or of another currency.
 */
export async function prepareStore(
  store: Store,
  currency: string,
  { format = FORMAT, upgrades = UPGRADES }: { format?: number; upgrades?: Upgrades } = {},
): Promise<void> {
  const head = readHead(store);
  if (head === undefined) {
    await store.commit([headChange({ format, currency })]);
    return;
  }
  refuseNewer(head, format);
  if (head.currency !== currency) {
    throw new RangeError(
      `currency: expected ${head.currency}, as all prices in the store are, got ${currency}`,
    );
  }
  for (let from = head.format; from < format; from++) {
    const changes = upgrades[from]?.(store);
    if (changes === undefined) {
      throw new RangeError(
        `store: expected one of format ${from + 1} or newer, got format ${from}`,
      );
    }
    await store.commit([...changes, headChange({ format: from + 1, currency })]);
  }
}

/** @throws RangeError if this version does not know the format. */
export function refuseNewer(head: StoreHead, format = FORMAT): void {
  if (head.format <= format) return;
  throw new RangeError(
    `store: expected one of format ${format} or older, got format ${head.format}: a newer version of statecart has written it`,
  );
}

function headChange(head: StoreHead): Change {
  return { op: 'put', key: HEAD, value: JSON.stringify(head) };
}
