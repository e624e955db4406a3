import type { ShopMachines } from '../options.ts';
import type { StandardMachines } from '../shopTypes.ts';
import { RUNS_PER_REPEAT } from './limits.ts';
import { asBroken, BrokenRule } from './simulation/brokenRule.ts';
import { planOf } from './simulation/planOf.ts';
import { ShopRun } from './simulation/shopRun.ts';
import { SimulationTally } from './simulation/simulationTally.ts';
import { SimulationError } from './simulationError.ts';
import {
  type ResolvedSimulation,
  resolveSimulation,
  type SimulationOptions,
} from './simulationOptions.ts';
import type { SimulationReport } from './simulationReport.ts';

/**
 * Runs a shop with charts and strategies of your own through random commands, passing time, crashes, failures of its
 * store and reopenings, and checks after each what has to hold whatever the charts are: no command fails by itself,
 * every unit is where it belongs, nothing durable is lost or repeated, deadlines happen. Each run is drawn from a seed;
 * one of ten runs, the first among them, is made twice, and has to be the same.
 *
 * Everything happens in memory and in simulated time. What charts and strategies use has to be the same in every run:
 * the time is `timeOf(system)`, and actors that an order invokes have to answer without waiting for real time.
 *
 * @returns what was done, and what of the charts was reached. A state that is never reached is not tested.
 * @throws ArgumentError if an option is wrong or a chart does not fulfil the contract; SimulationError if a rule is
 * broken: it has the rule, the seed, a trace of what was done and the cause.
 *
 * @example
 * const report = await simulateShop({
 *   options: { machines: { order } },
 *   events: [{ type: 'order.pack' }, (random) => ({ type: 'order.weigh', grams: 1 + random.integer(900) })],
 *   check: (shop) => assert(shop.search([]).items.every(({ available }) => available >= 0)),
 * });
 * assert.deepEqual(report.coverage.order.neverReached, []);
 */
export async function simulateShop<Machines extends ShopMachines = StandardMachines>(
  options: SimulationOptions<Machines> = {},
): Promise<SimulationReport> {
  const simulation = resolveSimulation(options);
  const tally = new SimulationTally();
  for (const [index, seed] of simulation.seeds.entries()) {
    const run = await complete(simulation, seed, tally);
    if (index % RUNS_PER_REPEAT === 0) await expectRepeated(simulation, seed, run);
    tally.add(run.counts);
  }
  return tally.report();
}

/** @throws SimulationError if a rule is broken. */
async function complete(
  simulation: ResolvedSimulation,
  seed: number,
  tally: SimulationTally,
): Promise<ShopRun> {
  const run = new ShopRun(planOf(simulation, seed, tally));
  try {
    await run.run();
    return run;
  } catch (thrown) {
    const broken = asBroken('commands', thrown);
    const again = new ShopRun(planOf(simulation, seed, new SimulationTally()));
    await again.run().catch(() => {});
    const difference = differenceOf(run, again);
    if (difference === undefined) throw new SimulationError({ broken, seed, trace: run.trace });
    throw notRepeated(seed, { run, difference, cause: broken });
  }
}

/** @throws SimulationError if the run is another one when it is made again. */
async function expectRepeated(
  simulation: ResolvedSimulation,
  seed: number,
  run: ShopRun,
): Promise<void> {
  const again = new ShopRun(planOf(simulation, seed, new SimulationTally()));
  let cause: unknown;
  await again.run().catch((thrown) => {
    cause = thrown;
  });
  const difference = differenceOf(run, again);
  if (difference !== undefined) throw notRepeated(seed, { run, difference, cause });
}

interface NotRepeated {
  readonly run: ShopRun;
  readonly difference: string;
  readonly cause: unknown;
}

function notRepeated(seed: number, { run, difference, cause }: NotRepeated): SimulationError {
  const reason = `a chart or strategy reads a clock or random numbers of its own: ${difference}`;
  const broken = new BrokenRule('same-run', new Error(reason, { cause }));
  return new SimulationError({ broken, seed, trace: run.trace });
}

/** Where two runs of one seed differ first; undefined if they are the same. */
function differenceOf(run: ShopRun, again: ShopRun): string | undefined {
  if (run.digest() === again.digest()) return undefined;
  const lines = Math.max(run.trace.length, again.trace.length);
  for (let line = 0; line < lines; line++) {
    const [first, second] = [run.trace[line], again.trace[line]];
    if (first !== second) {
      return `line ${line + 1} was '${first?.trim() ?? ''}', and then '${second?.trim() ?? ''}'`;
    }
  }
  for (const [index, batch] of run.batches.entries()) {
    for (const [at, change] of batch.entries()) {
      const [first, second] = [change, again.batches[index]?.[at]].map((it) => JSON.stringify(it));
      if (first !== second) return `batch ${index + 1} has written ${first}, and then ${second}`;
    }
  }
  return 'the shops have told different facts';
}
