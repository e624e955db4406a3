import type { InspectOptions } from '../../src/inspect.ts';
import type { DurableKind } from '../harness/openStore.ts';
import { ALL_ACTORS, FEW_ACTORS, HIGHEST_RATE } from './limits.ts';

/**
 * How a shop is watched: not at all, and nothing is served; its page is served without a viewer; its page is open; the
 * inspector shows 100 actors; it shows 10,000 actors at the highest rate; or as many at its default rate.
 */
export const VARIANTS = [
  'none',
  'served',
  'page',
  'stately-100',
  'stately-all',
  'stately-default',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** Where a shop has its records: in memory, or in a log on disk. */
export const STORES = ['memory', 'disk'] as const satisfies readonly ('memory' | DurableKind)[];
export type WatchedStore = (typeof STORES)[number];

/** What is measured with each store. On disk, runs take longer, and the page is what is used most. */
const VARIANTS_OF: Readonly<Record<WatchedStore, readonly Variant[]>> = {
  memory: VARIANTS,
  disk: ['none', 'page'],
};

/** What the inspector is asked for by those variants that have one. */
export const INSPECTIONS: Partial<Record<Variant, InspectOptions>> = {
  'stately-100': { maxActors: FEW_ACTORS },
  'stately-all': { maxActors: ALL_ACTORS, rate: HIGHEST_RATE },
  'stately-default': { maxActors: ALL_ACTORS },
};

/** A variant with a store: one of the things that are compared. */
export interface Case {
  readonly store: WatchedStore;
  readonly variant: Variant;
}

/** The variants that each store has. `none` is always the first of a store: the others are compared with it. */
export function casesOf(stores: readonly WatchedStore[], variants: readonly Variant[]): Case[] {
  return stores.flatMap((store) =>
    VARIANTS_OF[store]
      .filter((variant) => variant === 'none' || variants.includes(variant))
      .map((variant) => ({ store, variant })),
  );
}

/** `page, disk` */
export function caseText({ store, variant }: Case): string {
  return `${variant}, ${store}`;
}
