import type { PeerVariant, SearchPeer } from './peer.ts';

/**
 * Opens a variant; loads only the modules that it needs.
 *
 * @param total the number of products that will be added.
 */
export async function openPeer(variant: PeerVariant, total: number): Promise<SearchPeer> {
  switch (variant) {
    case 'statecart':
      return (await import('./openStatecart.ts')).openStatecart(total);
    case 'naive':
      return (await import('./openNaive.ts')).openNaive();
    case 'minisearch':
      return (await import('./openMiniSearch.ts')).openMiniSearch();
    case 'flexsearch':
      return (await import('./openFlexSearch.ts')).openFlexSearch();
    case 'sqlite-fts5':
      return (await import('./openSqlite.ts')).openSqlite();
  }
}
