import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

// A test that fails does not wait for the end of its processes.
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill();
});

/** Starts a built command in the project's folder, with these variables on top of our own. */
export function startBuilt(
  name:
    | 'bytes'
    | 'calibratedSale'
    | 'footprint'
    | 'micro'
    | 'mix'
    | 'notify'
    | 'opening'
    | 'peers'
    | 'report'
    | 'sale'
    | 'scaling'
    | 'search'
    | 'watch',
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Running {
  const child = spawn(process.execPath, [`dist/bench/${name}.js`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ended = Promise.all([status, text(child.stdout), text(child.stderr)]).then(
    ([code, stdout, stderr]) => ({ status: code, stdout, stderr }),
  );
  return { child, ended };
}

/** Runs a built command to its end. */
export function runBuilt(...given: Parameters<typeof startBuilt>): Promise<Ended> {
  return startBuilt(...given).ended;
}
