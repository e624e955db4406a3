import { setTimeout as sleep } from 'node:timers/promises';
import { COLLECTION_PAUSE_MS, COLLECTIONS } from './limits.ts';

/** Returns the bytes of the heap and of its buffers that are in use. Needs `--expose-gc`. */
export async function usedBytes(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('expected the option --expose-gc');
  for (let time = 0; time < COLLECTIONS; time++) {
    await gc({ execution: 'async', type: 'major' });
    await sleep(COLLECTION_PAUSE_MS);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
