import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { HAS_NAMESAKE, MAY_BE_IN_USE, WRITER_ONLY } from './integrityModes.ts';
import { integrityProgram } from './integrityProgram.js';
import { requireLmdb } from './requireLmdb.ts';

/** Set in the environment of the integrity worker. */
const WORKER_MARK = 'STATECART_INTEGRITY_WORKER';

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
  const program = integrityScript();
  // From standard input: a bundled program has no file for it, and command lines are short on Windows.
  const worker = spawn(process.execPath, ['--input-type=module', '-', ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1', [WORKER_MARK]: '1' },
  });
  worker.stdin.on('error', () => {}); // A worker that ends early does not read it all.
  worker.stdin.end(program);
  const [output, ending] = await Promise.all([
    text(worker.stderr),
    new Promise<number | string>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('close', (code, signal) => resolve(signal ?? code ?? 0));
    }),
  ]);
  return { ending, lastLine: output.trim().split('\n').at(-1) ?? '' };
}

/**
 * The program of the integrity worker, which finds `lmdb` where this process does.
 *
 * @throws Error in a process that was started as an integrity worker and is a shop instead.
 */
function integrityScript(): string {
  if (process.env[WORKER_MARK] !== undefined) {
    throw new Error(`${process.execPath} runs the app where a runtime such as Node.js is expected`);
  }
  return requireLmdb() + integrityProgram;
}
