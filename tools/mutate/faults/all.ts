import type { Fault, NamedFault } from '../fault.ts';
import { ACTORS } from './actors.ts';
import { CHARTS } from './charts.ts';
import { CHECKOUT_FAULTS } from './checkout.ts';
import { CLOCK_FAULTS } from './clock.ts';
import { DRAWING_FAULTS } from './drawing.ts';
import { DURABILITY } from './durability.ts';
import { ERRORS } from './errors.ts';
import { FACT_FAULTS } from './facts.ts';
import { HEALTH_FAULTS } from './health.ts';
import { INSPECTION_FAULTS } from './inspection.ts';
import { LIMIT_FAULTS } from './limits.ts';
import { LMDB } from './lmdb.ts';
import { LOAD_FAULTS } from './load.ts';
import { LOG } from './log.ts';
import { MEMORY } from './memory.ts';
import { MESSAGE_FAULTS } from './messages.ts';
import { MONEY } from './money.ts';
import { OWNERS_FAULTS } from './owners.ts';
import { PURCHASE } from './purchase.ts';
import { QUARANTINE_FAULTS } from './quarantine.ts';
import { RESUME } from './resume.ts';
import { SEARCH_FAULTS } from './search.ts';
import { SIMULATION_FAULTS } from './simulation.ts';
import { STOCK_FAULTS } from './stock.ts';
import { TIME } from './time.ts';
import { TOOL } from './tool.ts';
import { WATCH_FAULTS } from './watch.ts';

/** The faults by area, each in a file of its name. */
export const AREAS: Readonly<Record<string, readonly Fault[]>> = {
  money: MONEY,
  stock: STOCK_FAULTS,
  time: TIME,
  memory: MEMORY,
  facts: FACT_FAULTS,
  durability: DURABILITY,
  lmdb: LMDB,
  log: LOG,
  tool: TOOL,
  charts: CHARTS,
  drawing: DRAWING_FAULTS,
  actors: ACTORS,
  search: SEARCH_FAULTS,
  resume: RESUME,
  quarantine: QUARANTINE_FAULTS,
  clock: CLOCK_FAULTS,
  owners: OWNERS_FAULTS,
  checkout: CHECKOUT_FAULTS,
  purchase: PURCHASE,
  errors: ERRORS,
  health: HEALTH_FAULTS,
  limits: LIMIT_FAULTS,
  load: LOAD_FAULTS,
  messages: MESSAGE_FAULTS,
  inspection: INSPECTION_FAULTS,
  watch: WATCH_FAULTS,
  simulation: SIMULATION_FAULTS,
};

export const FAULTS: readonly NamedFault[] = Object.entries(AREAS).flatMap(([area, faults]) =>
  faults.map((fault) => ({ ...fault, area })),
);
