import type { ChildMessage, ChildProgress } from './runChild.ts';

/**
 * Does the task that this process was started for, tells the parent what came of it, and ends the
 * process, whatever timers are still set in it. It also ends when the parent is gone.
 */
export async function serveTask<Task>(
  work: (task: Task, tell: (progress: ChildProgress) => void) => Promise<unknown>,
): Promise<void> {
  process.on('disconnect', () => process.exit(1));
  const send = (message: ChildMessage, then = () => {}) => process.send?.(message, then);
  let answer: ChildMessage;
  try {
    const task = JSON.parse(process.argv[2] ?? '') as Task;
    answer = { result: await work(task, (progress) => send({ progress })) };
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  send(answer, () => process.exit(0));
}
