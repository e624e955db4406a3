import type { Fault, NamedFault } from '../fault.ts';
import { MEMORY } from './memory.ts';
import { MONEY } from './money.ts';
import { STOCK_FAULTS } from './stock.ts';
import { TIME } from './time.ts';

/** The faults by area, each in a file of its name. */
export const AREAS: Readonly<Record<string, readonly Fault[]>> = {
  money: MONEY,
  stock: STOCK_FAULTS,
  time: TIME,
  memory: MEMORY,
};

export const FAULTS: readonly NamedFault[] = Object.entries(AREAS).flatMap(([area, faults]) =>
  faults.map((fault) => ({ ...fault, area })),
);
