import fc from 'fast-check';
import { runs } from './runs.ts';

// What fast-check prints of a failure has its seed: `SEED=... npx vitest run test/properties/pricing.test.ts` repeats it.
fc.configureGlobal({
  numRuns: runs(100),
  ...(process.env.SEED !== undefined && { seed: Number(process.env.SEED) }),
});
