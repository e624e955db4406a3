import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Seeded, seeded } from '../../bench/harness/seeded.ts';
import { ExpectedRecords } from './expectedRecords.ts';
import type { Fault } from './faultyStore.ts';
import { type JournalLine, readJournal } from './journal.ts';
import { killChild, type Moment } from './killChild.ts';
import { MAX_OPENING_MS, MAX_REPORTED_PROBLEMS, MAX_WORK_MS } from './limits.ts';
import { type KnownState, NOTHING_ACKNOWLEDGED, recoverShop } from './recoverShop.ts';

export interface CrashRunOptions {
  /** A folder of its own. */
  readonly path: string;
  readonly kills: number;
  /** So many kills, then a new store: otherwise each check would read more than the one before. */
  readonly killsPerStore: number;
  readonly seed: number;
  /** What the stores do wrong; nothing when left out. */
  readonly fault?: Fault;
  readonly onProgress?: (kills: number) => void;
}

export interface CrashTotals {
  readonly kills: number;
  /** Kills while a store was opened, some of them while it was made. */
  readonly whileOpening: number;
  readonly stores: number;
  readonly commands: number;
  readonly batches: number;
  /** What was lost or wrong, one sentence each: the first ones only. */
  readonly problems: readonly string[];
}

/** Kills a selling process again and again, and checks after each kill what is left of its shop. */
export async function crashRun(options: CrashRunOptions): Promise<CrashTotals> {
  const { kills, killsPerStore, seed, onProgress } = options;
  const random = seeded(seed);
  const totals = { kills: 0, whileOpening: 0, stores: 0, commands: 0, batches: 0 };
  let known: KnownState | undefined;
  while (totals.kills < kills) {
    if (known === undefined || totals.kills >= totals.stores * killsPerStore) {
      known = {
        contents: new ExpectedRecords(),
        acknowledged: structuredClone(NOTHING_ACKNOWLEDGED),
      };
      totals.stores++;
    }
    const isNew = totals.kills === (totals.stores - 1) * killsPerStore;
    const left = Math.min(kills, totals.stores * killsPerStore) - totals.kills;
    const moments = drawMoments(random, isNew).slice(0, left);
    const path = join(options.path, `store-${totals.stores}`);
    const { problems, acknowledged, journal } = await runRound(path, {
      ...options,
      known,
      moments,
      life: totals.kills + 1,
      random,
    });
    known = { ...known, acknowledged };
    totals.kills += moments.length;
    totals.whileOpening += moments.filter(({ after }) => after === 'ready').length;
    for (const line of journal) {
      if ('done' in line) totals.commands++;
      if ('batch' in line) totals.batches++;
    }
    onProgress?.(totals.kills);
    if (problems.length > 0)
      return { ...totals, problems: problems.slice(0, MAX_REPORTED_PROBLEMS) };
    if (totals.kills >= totals.stores * killsPerStore) rmSync(path, { recursive: true });
  }
  return { ...totals, problems: [] };
}

interface Round extends CrashRunOptions {
  readonly known: KnownState;
  readonly moments: readonly Moment[];
  /** The number of the first child of this round. */
  readonly life: number;
  readonly random: Seeded;
}

async function runRound(path: string, given: Round) {
  mkdirSync(dirname(path), { recursive: true });
  const file = `${path}.journal`;
  rmSync(file, { force: true });
  const { known, random } = given;
  let journal: JournalLine[] = [];
  try {
    await killProcesses(path, file, given);
    journal = readJournal(file);
    return { ...(await recoverShop(path, known, journal, random)), journal };
  } catch (error) {
    // A child that ended by itself, or a store that does not open any more.
    const problems = [(error as Error).stack ?? String(error)];
    return { problems, acknowledged: known.acknowledged, journal };
  }
}

async function killProcesses(path: string, file: string, given: Round): Promise<void> {
  const { moments, life, random, seed, fault } = given;
  for (const [index, moment] of moments.entries()) {
    // Without waiting for the disk nothing is lost, either, as long as the machine stays up.
    const sync = random.uniform() < 0.7;
    const number = life + index;
    const task = { path, seed: seed + number, life: number, sync };
    await killChild(fault === undefined ? task : { ...task, fault }, file, moment);
  }
}

/** One kill at work, or one or two in a row while the store is opened: a new one always so. */
function drawMoments(random: Seeded, isNew: boolean): Moment[] {
  const opening = (): Moment => ({ after: 'ready', ms: random.integer(MAX_OPENING_MS) });
  const dice = random.uniform();
  if (dice < 0.15) return [opening(), opening()];
  if (isNew || dice < 0.4) return [opening()];
  return [{ after: 'open', ms: random.integer(MAX_WORK_MS) }];
}
