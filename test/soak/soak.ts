import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgress } from '../../src/terminal/progress.ts';
import { type ExitCode, runCommand } from '../../src/terminal/runCommand.ts';
import { type CrashRunOptions, type CrashTotals, crashRun } from './crashRun.ts';
import { SIMULATION_SCALE } from './limits.ts';
import { HELP, readArguments, type SoakArguments } from './readArguments.ts';

/** The simulation tests, relative to the project's folder; a published package has none. */
const SIMULATION = 'test/simulation';

/** The command `npm run soak`; {@link HELP} says what it does. */
async function main(given: SoakArguments): Promise<ExitCode> {
  const { store: kind, kills, killsPerStore, seed = randomInt(2 ** 31), fault, simulation } = given;
  if (given.path !== undefined) mkdirSync(given.path, { recursive: true });
  const path = mkdtempSync(join(given.path ?? tmpdir(), 'statecart-soak-'));
  const totals = await run({
    kind,
    path,
    kills,
    killsPerStore,
    seed,
    ...(fault !== undefined && { fault }),
  });
  process.stdout.write(`${summaryOf(totals, seed)}\n`);
  if (totals.problems.length > 0) {
    for (const problem of totals.problems) process.stderr.write(`${problem}\n`);
    process.stderr.write(`the store and the journal of its last processes are in ${path}\n`);
    return 1;
  }
  rmSync(path, { recursive: true });
  return simulation && existsSync(SIMULATION) ? simulate() : 0;
}

async function run(options: CrashRunOptions): Promise<CrashTotals> {
  process.stderr.write(`seed ${options.seed}\n`);
  const progress = startProgress({ label: 'killing', total: options.kills, unit: 'processes' });
  try {
    return await crashRun({ ...options, onProgress: (kills) => progress.update(kills) });
  } finally {
    progress.stop();
  }
}

function summaryOf(totals: CrashTotals, seed: number): string {
  const { kills, whileOpening, stores, commands, batches, problems } = totals;
  const verdict = problems.length === 0 ? 'nothing lost' : 'LOSS';
  return `seed ${seed}: ${kills} kills (${whileOpening} while opening) of ${stores} shops, ${commands} commands answered, ${batches} batches: ${verdict}`;
}

function simulate(): number {
  const { status } = spawnSync('npx', ['vitest', 'run', SIMULATION], {
    stdio: 'inherit',
    env: { ...process.env, RUNS_SCALE: SIMULATION_SCALE },
  });
  return status === 0 ? 0 : 1;
}

await runCommand({ name: 'soak', help: HELP, readArguments, run: main });
