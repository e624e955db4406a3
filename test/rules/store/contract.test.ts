import { describe, test } from 'vitest';
import { memoryStore } from '../../../src/index.ts';
import { storeContract } from '../../../src/testing.ts';

describe('the memory store', () => {
  for (const { name, run } of storeContract({ open: memoryStore })) test(name, run);
});
