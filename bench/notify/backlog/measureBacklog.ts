import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numberText } from '../../../src/terminal/numberText.ts';
import { printError } from '../../../src/terminal/output.ts';
import { startStagedProgress } from '../../../src/terminal/stagedProgress.ts';
import type { DurableKind } from '../../harness/openStore.ts';
import { runChild } from '../../harness/runChild.ts';
import { temporaryFolder } from '../../harness/temporaryFolder.ts';
import { MESSAGES_PER_ORDER, RUN_TIMEOUT_MS, SMALLER_BY } from '../limits.ts';
import { type BacklogFigures, backlogFigures } from './backlogFigures.ts';
import type { BacklogTask, Drained } from './backlogTask.ts';

const CHILD = fileURLToPath(new URL(`runBacklog${extname(import.meta.url)}`, import.meta.url));

/** Delivers a backlog, and a smaller one, each from a store of its own and in a fresh process. */
export async function measureBacklog(
  store: DurableKind,
  { messages, seed }: { readonly messages: number; readonly seed: number },
): Promise<BacklogFigures> {
  const small = await deliver(store, wholeOrders(messages / SMALLER_BY), seed);
  const large = await deliver(store, wholeOrders(messages), seed);
  return backlogFigures(store, small, large);
}

function wholeOrders(messages: number): number {
  return Math.ceil(messages / MESSAGES_PER_ORDER) * MESSAGES_PER_ORDER;
}

async function deliver(store: DurableKind, messages: number, seed: number): Promise<Drained> {
  const { path, remove } = temporaryFolder();
  const label = `backlog of ${numberText(messages)}, ${store}`;
  const progress = startStagedProgress(label);
  const run = <Result>(step: BacklogTask['step']) =>
    runChild<Result>({
      module: CHILD,
      task: { step, store, path, messages, seed } satisfies BacklogTask,
      timeoutMs: RUN_TIMEOUT_MS,
      nodeOptions: ['--expose-gc'],
      onProgress: progress.update,
    });
  try {
    await run<null>('fill');
    const drained = await run<Drained>('drain');
    progress.stop();
    printError(`${label}: ${numberText(drained.perSecond)} messages a second\n`);
    return drained;
  } catch (error) {
    throw new Error(`${label}: ${(error as Error).message}`);
  } finally {
    progress.stop();
    remove();
  }
}
