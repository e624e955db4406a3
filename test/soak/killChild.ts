import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ChildTask } from './child.ts';
import { OPENING_TIMEOUT_MS } from './limits.ts';

/** When a child process is killed: `ms` after its code was loaded, or after its shop was open. */
export interface KillMoment {
  readonly after: 'ready' | 'open';
  readonly ms: number;
}

/**
 * Runs a child process until its moment, and kills it.
 *
 * @param journal the file to which its journal is appended.
 * @throws Error if the process ended by itself, or was not ready in time.
 */
export async function killChild(
  task: ChildTask,
  journal: string,
  moment: KillMoment,
): Promise<void> {
  const output = openSync(journal, 'a');
  const child = fork(
    fileURLToPath(new URL('./child.js', import.meta.url)),
    [JSON.stringify(task)],
    {
      stdio: ['ignore', output, 'pipe', 'ipc'],
    },
  );
  closeSync(output);
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const kill = () => child.kill('SIGKILL');
  let timer = setTimeout(kill, OPENING_TIMEOUT_MS);
  let isInTime = false;
  child.on('message', (message) => {
    if (message !== moment.after) return;
    isInTime = true;
    clearTimeout(timer);
    timer = setTimeout(kill, moment.ms);
  });
  const ending = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearTimeout(timer);
  if (ending !== 'SIGKILL')
    throw new Error(`a child process ended by itself, ${ending}: ${errors}`);
  if (!isInTime) throw new Error(`a child process was not ${moment.after} in time: ${errors}`);
}
