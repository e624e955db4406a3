import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VIEWER_ANSWER_MS } from '../limits.ts';
import type { ViewerAnswer, ViewerCounts, ViewerQuestion, ViewerTask } from './viewerMessage.ts';

const CHILD = fileURLToPath(new URL(`runViewer${extname(import.meta.url)}`, import.meta.url));

/** A viewer in a process of its own. */
export interface ViewerProcess {
  /** Counts what it receives from now on. */
  begin(): Promise<void>;
  counts(): Promise<ViewerCounts>;
  /** Resolves when its process has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a viewer, and resolves when it has received all actors.
 *
 * @throws Error if it cannot view the shop.
 */
export async function startViewer(task: ViewerTask): Promise<ViewerProcess> {
  const child = fork(CHILD, [JSON.stringify(task)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);

  /** The next answer; the process has one question at a time. */
  const answer = async (): Promise<ViewerAnswer> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      const given = await new Promise<ViewerAnswer>((resolve, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`the viewer has not answered within ${VIEWER_ANSWER_MS / 1000} s`));
        }, VIEWER_ANSWER_MS);
        child.once('message', (message) => resolve(message as ViewerAnswer));
        ended.then((how) => reject(new Error(`the viewer has ended (${how})`)));
      });
      if ('error' in given) throw new Error(`the viewer: ${given.error}`);
      return given;
    } finally {
      clearTimeout(timer);
    }
  };
  const ask = (question: ViewerQuestion): Promise<ViewerAnswer> => {
    const answered = answer();
    // A process that has ended takes none, which the answer tells.
    child.send(question, () => {});
    return answered;
  };

  try {
    await answer();
  } catch (error) {
    kill();
    process.off('exit', kill);
    throw error;
  }
  return {
    async begin() {
      await ask('begin');
    },
    async counts() {
      const given = await ask('counts');
      if ('counts' in given) return given.counts;
      throw new Error('expected the counts of the viewer, got another answer');
    },
    async stop() {
      const timer = setTimeout(kill, VIEWER_ANSWER_MS);
      child.send('stop' satisfies ViewerQuestion, () => {});
      await ended;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
}
