/**
 * Processes the items with a fixed number in flight: the next item begins when one of them is done.
 * No item waits for a clock, so the total time gives the highest throughput and says nothing about
 * latency under a given load.
 *
 * @returns the time that it took, in seconds.
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
