import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printError } from '../../../src/terminal/output.ts';
import { startStagedProgress } from '../../../src/terminal/stagedProgress.ts';
import { runChild } from '../../harness/runChild.ts';
import { temporaryFolder } from '../../harness/temporaryFolder.ts';
import { RUN_TIMEOUT_MS } from '../limits.ts';
import type { MailCounts, MailServerKind } from '../mailServer/mailServerTask.ts';
import { startMailServer } from '../mailServer/startMailServer.ts';
import { EMAIL_NOTIFIERS, type LoadTask, type Notifier } from './loadTask.ts';

export interface VariantsOptions<Run> {
  readonly rounds: number;
  readonly notifiers: readonly Notifier[];
  readonly mailServer: MailServerKind;
  readonly task: Omit<LoadTask, 'notifier' | 'path' | 'port'>;
  /** What a run has found, on one line. */
  readonly describe: (run: Run) => string;
  /** @throws Error if the mail server has not seen what it must have. */
  readonly checkMails: (run: Run, counts: MailCounts) => void;
}

/** The runs of one notifier, one in each round. */
export interface NotifierRuns<Run> {
  readonly notifier: Notifier;
  readonly runs: readonly Run[];
}

const CHILD = fileURLToPath(new URL(`runLoad${extname(import.meta.url)}`, import.meta.url));

/**
 * Runs all notifiers in turn, in each round in the reverse order of the one before, so that a drift of the machine's
 * speed affects all of them. Each run is a fresh process, with a fresh mail server if it has one.
 *
 * @throws Error that names the run if one fails.
 */
export async function runVariants<Run>(
  options: VariantsOptions<Run>,
): Promise<NotifierRuns<Run>[]> {
  const { rounds, notifiers, task } = options;
  const series = notifiers.map((notifier) => ({ notifier, runs: [] as Run[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { notifier, runs } of round % 2 === 0 ? series : series.toReversed()) {
      const label = `${task.load} with ${notifier}, ${task.store}, round ${round + 1} of ${rounds}`;
      try {
        const run = await runOnce(options, notifier, label);
        printError(`${label}: ${options.describe(run)}\n`);
        runs.push(run);
      } catch (error) {
        throw new Error(`${label}: ${(error as Error).message}`);
      }
    }
  }
  return series;
}

async function runOnce<Run>(
  { mailServer, task, checkMails }: VariantsOptions<Run>,
  notifier: Notifier,
  label: string,
): Promise<Run> {
  const { path, remove } = temporaryFolder();
  const progress = startStagedProgress(label);
  const server = EMAIL_NOTIFIERS.includes(notifier) ? await startMailServer(mailServer) : undefined;
  let isStopped = false;
  const stop = async () => {
    isStopped = true;
    return await server?.stop();
  };
  try {
    const run = await runChild<Run>({
      module: CHILD,
      task: { ...task, notifier, path, port: server?.port ?? 0 } satisfies LoadTask,
      timeoutMs: RUN_TIMEOUT_MS,
      nodeOptions: ['--expose-gc'],
      onProgress: progress.update,
    });
    const counts = await stop();
    if (counts !== undefined) checkMails(run, counts);
    return run;
  } finally {
    progress.stop();
    if (!isStopped) await stop();
    remove();
  }
}
