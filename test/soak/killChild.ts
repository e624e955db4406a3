import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ChildTask } from './child.ts';
import { OPENING_TIMEOUT_MS } from './limits.ts';

/** When a child is killed: so long after its code was loaded, or after its shop was open. */
export interface Moment {
  readonly after: 'ready' | 'open';
  readonly ms: number;
}

/**
 * Runs a child until its moment and kills it.
 *
 * @param journal the file that its journal is added to.
 * @throws Error if it has ended by itself.
 */
export async function killChild(task: ChildTask, journal: string, moment: Moment): Promise<void> {
  const output = openSync(journal, 'a');
  const child = fork(
    fileURLToPath(new URL('./child.js', import.meta.url)),
    [JSON.stringify(task)],
    {
      stdio: ['ignore', output, 'pipe', 'ipc'],
    },
  );
  closeSync(output);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
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
  if (ending !== 'SIGKILL') throw new Error(`a child has ended by itself, ${ending}: ${said}`);
  if (!isInTime) throw new Error(`a child was not ${moment.after} in time: ${said}`);
}
