import type { ChildMessage, ChildProgress } from './runChild.ts';

/**
 * Runs the task of a child process, sends its result or its error to the parent, and ends the process
 * even if timers are still set. The process also ends when its parent has ended.
 */
export async function serveTask<Task>(
  work: (task: Task, onProgress: (progress: ChildProgress) => void) => Promise<unknown>,
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
