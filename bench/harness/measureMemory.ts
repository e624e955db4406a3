import { setTimeout as sleep } from 'node:timers/promises';
import { COLLECTION_PAUSE_MS, COLLECTIONS } from './limits.ts';

/** The memory that is in use after full garbage collections. Needs `--expose-gc`. */
export async function measureMemory(): Promise<{ heapBytes: number; rssBytes: number }> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('expected the option --expose-gc');
  for (let time = 0; time < COLLECTIONS; time++) {
    await gc({ execution: 'async', type: 'major' });
    await sleep(COLLECTION_PAUSE_MS);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapBytes: heapUsed + external, rssBytes: rss };
}
