import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Argument of the integrity worker: another process may be writing, so skip the check of pages. */
export const MAY_BE_IN_USE = 'may-be-in-use';

/** Argument of the integrity worker: only look whether another process is writing. */
export const WRITER_ONLY = 'writer-only';

/**
 * Reads every record of a database in another process, the integrity worker: a damaged page may end
 * that process, but must not end this one.
 *
 * @param options.mayBeInUse allows another process to write at the same time, which is safe for a
 * reader; false when left out.
 * @throws Error if the file is truncated or overwritten, or is in use and must not be.
 */
export async function verifyIntegrity(
  path: string,
  { mayBeInUse = false }: { readonly mayBeInUse?: boolean } = {},
): Promise<void> {
  await runWorker(path, mayBeInUse ? MAY_BE_IN_USE : '');
}

/**
 * Looks from another process whether one is writing. A process cannot look itself for one that has
 * its own id, in another PID namespace.
 *
 * @throws Error if there is one.
 */
export async function assertNoWriter(path: string): Promise<void> {
  await runWorker(path, WRITER_ONLY);
}

/** Exit code of the integrity worker: its process id is in use, in another PID namespace. */
export const HAS_NAMESAKE = 3;

/** Worker processes that are started, each with another id, before it is given up. */
const MAX_WORKERS = 5;

async function runWorker(path: string, mode: string): Promise<void> {
  for (let started = 1; ; started++) {
    const { ending, lastLine } = await startWorker([path, mode, String(process.pid)]);
    if (ending === 0) return;
    if (ending === HAS_NAMESAKE && started < MAX_WORKERS) continue;
    throw new Error(
      typeof ending === 'number' ? lastLine : `it is damaged: reading it ended with ${ending}`,
    );
  }
}

async function startWorker(
  args: readonly string[],
): Promise<{ readonly ending: number | string; readonly lastLine: string }> {
  const script = fileURLToPath(new URL('./integrityWorker.js', import.meta.url));
  const worker = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' },
  });
  const [output, ending] = await Promise.all([
    text(worker.stderr),
    new Promise<number | string>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('close', (code, signal) => resolve(signal ?? code ?? 0));
    }),
  ]);
  return { ending, lastLine: output.trim().split('\n').at(-1) ?? '' };
}
