import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Seeded, seeded } from '../../bench/harness/seeded.ts';
import { ExpectedRecords } from './expectedRecords.ts';
import type { Fault } from './faultyStore.ts';
import { type JournalLine, readJournal } from './journal.ts';
import { type KillMoment, killChild } from './killChild.ts';
import { MAX_OPENING_MS, MAX_REPORTED_PROBLEMS, MAX_WORK_MS } from './limits.ts';
import type { StoreKind } from './openStore.ts';
import { type KnownState, NOTHING_ACKNOWLEDGED, recoverShop } from './recoverShop.ts';

export interface CrashRunOptions {
  /** The kind of the stores. */
  readonly kind: StoreKind;
  /** A folder for the stores of this run alone. */
  readonly path: string;
  readonly kills: number;
  /** Kills before a new store begins: each check reads the whole store, which grows. */
  readonly killsPerStore: number;
  readonly seed: number;
  /** The fault of the stores; none when left out. */
  readonly fault?: Fault;
  readonly onProgress?: (kills: number) => void;
}

export interface CrashTotals {
  readonly kills: number;
  /** Kills while a store was being opened or created. */
  readonly whileOpening: number;
  readonly stores: number;
  readonly commands: number;
  readonly batches: number;
  /** What was lost or wrong, one sentence each; the first ones only. */
  readonly problems: readonly string[];
}

/** Kills one selling process after the other, and checks after each kill what its store contains. */
export async function crashRun(options: CrashRunOptions): Promise<CrashTotals> {
  const { kills, killsPerStore, seed, onProgress } = options;
  const random = seeded(seed);
  const totals = { kills: 0, whileOpening: 0, stores: 0, commands: 0, batches: 0 };
  let knownState: KnownState | undefined;
  while (totals.kills < kills) {
    if (knownState === undefined || totals.kills >= totals.stores * killsPerStore) {
      knownState = {
        records: new ExpectedRecords(),
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
      knownState,
      moments,
      firstProcess: totals.kills + 1,
      random,
    });
    knownState = { ...knownState, acknowledged };
    totals.kills += moments.length;
    totals.whileOpening += moments.filter(({ after }) => after === 'ready').length;
    for (const line of journal) {
      if ('done' in line) totals.commands++;
      if ('batch' in line) totals.batches++;
    }
    onProgress?.(totals.kills);
    if (problems.length > 0) {
      return { ...totals, problems: problems.slice(0, MAX_REPORTED_PROBLEMS) };
    }
    if (totals.kills >= totals.stores * killsPerStore) rmSync(path, { recursive: true });
  }
  return { ...totals, problems: [] };
}

interface Round extends CrashRunOptions {
  readonly knownState: KnownState;
  readonly moments: readonly KillMoment[];
  /** The number of this round's first process. */
  readonly firstProcess: number;
  readonly random: Seeded;
}

/** Kills one or two processes on a store, and then recovers and checks the shop. */
async function runRound(path: string, round: Round) {
  mkdirSync(dirname(path), { recursive: true });
  const file = `${path}.journal`;
  rmSync(file, { force: true });
  const { kind, knownState, random } = round;
  let journal: JournalLine[] = [];
  try {
    await killProcesses(path, file, round);
    journal = readJournal(file);
    return { ...(await recoverShop({ kind, path }, knownState, journal, random)), journal };
  } catch (error) {
    // A child ended by itself, or the store does not open.
    const problems = [(error as Error).stack ?? String(error)];
    return { problems, acknowledged: knownState.acknowledged, journal };
  }
}

async function killProcesses(path: string, file: string, round: Round): Promise<void> {
  const { kind, moments, firstProcess, random, seed, fault } = round;
  for (const [index, moment] of moments.entries()) {
    // Without fsync, a killed process still loses nothing: only a crash of the machine would.
    const sync = random.uniform() < 0.7;
    const number = firstProcess + index;
    const task = { kind, path, seed: seed + number, processNumber: number, sync };
    await killChild(fault === undefined ? task : { ...task, fault }, file, moment);
  }
}

/** One kill at work, or one or two while the store is being opened. A new store is always killed so. */
function drawMoments(random: Seeded, isNew: boolean): KillMoment[] {
  const opening = (): KillMoment => ({ after: 'ready', ms: random.integer(MAX_OPENING_MS) });
  const dice = random.uniform();
  if (dice < 0.15) return [opening(), opening()];
  if (isNew || dice < 0.4) return [opening()];
  return [{ after: 'open', ms: random.integer(MAX_WORK_MS) }];
}
