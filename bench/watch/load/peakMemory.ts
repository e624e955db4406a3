import { MEMORY_SAMPLE_MS } from '../limits.ts';

/** The highest memory that was sampled. */
export interface PeakMemory {
  /** Heap and buffers, with garbage. */
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** Samples the memory of this process from now on. @returns a function that ends this. */
export function samplePeakMemory(): () => PeakMemory {
  let peak: PeakMemory = { heapBytes: 0, rssBytes: 0 };
  const sample = () => {
    const { heapUsed, external, rss } = process.memoryUsage();
    peak = {
      heapBytes: Math.max(peak.heapBytes, heapUsed + external),
      rssBytes: Math.max(peak.rssBytes, rss),
    };
  };
  const timer = setInterval(sample, MEMORY_SAMPLE_MS);
  sample();
  return () => {
    clearInterval(timer);
    sample();
    return peak;
  };
}
