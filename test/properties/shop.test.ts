import fc from 'fast-check';
import { describe, test } from 'vitest';
import { type Allocation, fewestLocations, inOrder, mostStock } from '../../src/index.ts';
import { runs } from './runs.ts';
import { openShop } from './shop/openShop.ts';
import { reportAsCode } from './shop/reportAsCode.ts';
import { shopCommands } from './shop/shopCommands.ts';

const COMMANDS = 100;

/** By the code that makes them. The last one prefers a location that does not exist. */
const allocations: Record<string, Allocation> = {
  fewestLocations,
  mostStock,
  "inOrder(['south', 'west', 'north'])": inOrder(['south', 'west', 'north']),
  "(demands) => demands.map(() => ['nowhere', 'west', 'west'])": (demands) =>
    demands.map(() => ['nowhere', 'west', 'west']),
};

describe('a shop agrees with plain arithmetic, whatever commands it gets', () => {
  test.each(Object.entries(allocations))('with stock allocated by %s', async (code, allocation) => {
    const property = fc.asyncProperty(shopCommands(COMMANDS), (commands) =>
      fc.asyncModelRun(() => openShop(allocation), commands),
    );
    const reporter = (details: Parameters<typeof reportAsCode>[0]) => reportAsCode(details, code);
    await fc.assert(property, { numRuns: runs(50), reporter });
  });
});
