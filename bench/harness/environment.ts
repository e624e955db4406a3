import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

/** The machine and the versions of a result. Contains nothing that identifies one machine. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly node: string;
  /** Memory options of Node.js; other options are left out, since they may name folders. */
  readonly nodeOptions: readonly string[];
  readonly xstate: string;
  /** Short hash of the commit; null where there is no git. */
  readonly commit: string | null;
  /** True when files other than results differ from the commit; null without a commit. */
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
    // The first two numbers of the release only: the rest may be a name.
    os: `${os.type()} ${os.release().split('.').slice(0, 2).join('.')} ${os.arch()}`,
    node: process.versions.node,
    nodeOptions: process.execArgv.filter((option) => /^--max-[a-z-]+=\d+$/.test(option)),
    xstate: xstateVersion(),
    commit,
    dirty: commit === null || changes === null ? null : changes !== '',
    date: new Date().toISOString(),
  };
}

/** Runs git in the folder of this file and returns its output; null if it fails. */
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
