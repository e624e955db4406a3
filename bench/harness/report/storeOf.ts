/** Where the records of a run were, from the end of its name: added to what is said of it; empty in memory. */
export function storeOf(name: string): string {
  if (name.endsWith('-disk')) return ', on disk';
  return name.endsWith('-lmdb') ? ', in LMDB' : '';
}
