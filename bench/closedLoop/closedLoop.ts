/**
 * Works through the items with so many under way at any time: whenever one is done, the next one
 * begins. Nothing waits for a clock, so the time that all of them take is a ceiling of throughput
 * and says nothing about waiting times.
 *
 * @returns how long it took, in seconds.
 */
export async function closedLoop<Item>(
  items: readonly Item[],
  { inFlight }: { readonly inFlight: number },
  work: (item: Item) => Promise<unknown>,
): Promise<number> {
  const rest = items.values();
  const worker = async () => {
    // All workers take from the one iterator.
    for (const item of rest) await work(item);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (performance.now() - startedAt) / 1000;
}
