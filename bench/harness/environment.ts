import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

/** What a result was measured on and with. Says nothing that would tell one machine by its name. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly node: string;
  /** Options about memory that Node.js was started with; others may name folders. */
  readonly nodeOptions: readonly string[];
  readonly xstate: string;
  /** Short hash of the commit; null where there is no git. */
  readonly commit: string | null;
  /** Whether there were changes on top of the commit, other than results; null without a commit. */
  readonly dirty: boolean | null;
  /** ISO 8601, UTC. */
  readonly date: string;
}

export function describeEnvironment(): Environment {
  const commit = git('rev-parse', '--short', 'HEAD');
  const changes = git('status', '--porcelain', '--', ':/', ':(top,exclude)bench/results');
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    // Of the release only the first two numbers: what comes after may be a name.
    os: `${os.type()} ${os.release().split('.').slice(0, 2).join('.')} ${os.arch()}`,
    node: process.versions.node,
    nodeOptions: process.execArgv.filter((option) => /^--max-[a-z-]+=\d+$/.test(option)),
    xstate: xstateVersion(),
    commit,
    dirty: commit === null || changes === null ? null : changes !== '',
    date: new Date().toISOString(),
  };
}

/** What git says about the folder of this file; null if it says nothing. */
function git(...args: string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

function xstateVersion(): string {
  const path = createRequire(import.meta.url).resolve('xstate/package.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
}
