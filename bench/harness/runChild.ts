import { fork } from 'node:child_process';
import { MAX_ERROR_TEXT } from './limits.ts';

export interface ChildOptions {
  /** Path of the module to run, which calls {@link serveTask}. */
  readonly module: string;
  /** Plain data for the task. */
  readonly task: object;
  /** Longest time that it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Options of Node.js in addition to those of this process, such as `--expose-gc`. */
  readonly nodeOptions?: readonly string[];
  /** Ends the child. */
  readonly signal?: AbortSignal;
  /** Receives the progress that the child reports. */
  readonly onProgress?: (progress: ChildProgress) => void;
}

export interface ChildProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** A message of a child process to its parent. */
export type ChildMessage =
  | { readonly progress: ChildProgress }
  | { readonly result: unknown }
  | { readonly error: string };

/**
 * Runs a task in a fresh process, so that neither compiled code nor garbage of an earlier task
 * influences it.
 *
 * @throws Error if the task fails, takes too long, or is ended by the signal. The process has ended
 * in any case.
 */
export async function runChild<Result>(options: ChildOptions): Promise<Result> {
  const { module, task, timeoutMs, nodeOptions = [], signal, onProgress } = options;
  signal?.throwIfAborted();
  const child = fork(module, [JSON.stringify(task)], {
    execArgv: [...process.execArgv, ...nodeOptions],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, timeoutMs);
  signal?.addEventListener('abort', kill);
  process.on('exit', kill);
  let outcome: Exclude<ChildMessage, { progress: unknown }> | undefined;
  let errorText = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errorText = (errorText + text).slice(-MAX_ERROR_TEXT);
  });
  child.on('message', (message: ChildMessage) => {
    if ('progress' in message) onProgress?.(message.progress);
    else outcome = message;
  });
  try {
    const end = await new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, killedBy) => resolve(killedBy ?? `exit code ${code}`));
    });
    signal?.throwIfAborted();
    if (outcome !== undefined && 'result' in outcome) return outcome.result as Result;
    if (outcome !== undefined) throw new Error(outcome.error);
    if (isLate) throw new Error(`a process took longer than ${timeoutMs / 1000} s`);
    throw new Error(`a process ended early (${end}): ${errorText.trim()}`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
    process.off('exit', kill);
  }
}
