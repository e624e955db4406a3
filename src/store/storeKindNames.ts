/** The kinds of stores on disk: one with a log, and one of LMDB alone. */
export const STORE_KINDS = ['disk', 'lmdb'] as const;

export type StoreKindName = (typeof STORE_KINDS)[number];
