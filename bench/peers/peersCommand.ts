import { constants } from 'node:os';
import { startProgress } from '../../src/terminal/progress.ts';
import type { Command, ExitCode } from '../../src/terminal/runCommand.ts';
import { measureSync } from '../harness/measureSync.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { temporaryFilesOn } from '../harness/temporaryFolder.ts';
import { figuresOf, figuresText } from './figures.ts';
import { BATCH, IN_FLIGHT, IN_FLIGHT_DURABLE, POSTGRES_CONNECTIONS, STOCK } from './limits.ts';
import { HELP, type PeersArguments, readArguments } from './readArguments.ts';
import { countRuns, type Rounds, runRounds } from './runRounds.ts';
import { runVariant } from './runVariant.ts';
import type { Budget } from './runWorkload.ts';
import { serverVersions } from './serverVersions.ts';

/**
 * The command `npm run bench:peers`; {@link HELP} says what it does.
 *
 * Goals: the cost of a checkout beside that of the alternatives, on the same machine, at the same time,
 * with the same purchases; each peer set up as its own advocates would do it.
 * Non-goals: latency under a given load, several machines, networks, contention for one product, and
 * features: only statecart and plain XState know carts and the lifecycle of an order, and the cost of
 * that is not taken off.
 */
export const peersCommand: Command<PeersArguments> = {
  name: 'peers',
  help: HELP,
  readArguments,
  run,
};

async function run(given: PeersArguments): Promise<ExitCode> {
  const interruption = new AbortController();
  const ended = endOn(interruption);
  try {
    await runBenchmark({
      ...{ name: 'peers', seed: given.seed, out: given.out, figuresText },
      settings: { ...settingsOf(given), syncMicros: await measureSync() },
      measure: async () => figuresOf(await measure(given, interruption.signal), given.rounds),
    });
    return 0;
  } catch (error) {
    // Everything that was started has ended by now.
    if (ended.by === undefined) throw error;
    return 128 + constants.signals[ended.by];
  }
}

function settingsOf({ rounds, budget, products, variants }: PeersArguments) {
  const length = 'seconds' in budget ? budget : { checkouts: budget.purchases };
  return {
    ...{ rounds, ...length, products, variants },
    ...{ inFlight: IN_FLIGHT, inFlightDurable: IN_FLIGHT_DURABLE, batch: BATCH },
    postgresConnections: POSTGRES_CONNECTIONS,
    temporaryFilesOn: temporaryFilesOn(),
    servers: serverVersions(variants),
  };
}

async function measure(given: PeersArguments, signal: AbortSignal): Promise<Rounds> {
  const total = countRuns(given.variants, given.rounds);
  const progress = startProgress({ label: 'peers', total, unit: 'runs' });
  try {
    const options = {
      ...{ budget: given.budget, seed: given.seed, inFlight: IN_FLIGHT },
      shop: { products: given.products, stock: STOCK, users: usersFor(given.budget) },
    };
    return await runRounds({
      ...{ rounds: given.rounds, variants: given.variants },
      run: (variant, workload) => runVariant({ variant, workload }, options, signal),
      onProgress: (done, next) => progress.update(done, next),
    });
  } finally {
    progress.stop();
  }
}

/** As many users as there are purchases in a batch. */
function usersFor(budget: Budget): number {
  return 'seconds' in budget ? BATCH : Math.min(BATCH, budget.purchases);
}

/** Ends the run in order on the first signal; a second one ends the process at once. */
function endOn(interruption: AbortController): { by?: NodeJS.Signals } {
  const ended: { by?: NodeJS.Signals } = {};
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(128 + constants.signals[signal]);
      ended.by = signal;
      interruption.abort();
    });
  }
  return ended;
}
