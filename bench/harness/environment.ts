import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

/** The machine and the versions of a result. Contains nothing that identifies one machine. */
export interface Environment extends Commit {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly node: string;
  /** Memory options of Node.js; other options are left out, since they may name folders. */
  readonly nodeOptions: readonly string[];
  readonly xstate: string;
  /** ISO 8601, UTC. */
  readonly date: string;
}

export function describeEnvironment(): Environment {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    // The first two numbers of the release only: the rest may be a name.
    os: `${os.type()} ${os.release().split('.').slice(0, 2).join('.')} ${os.arch()}`,
    node: process.versions.node,
    nodeOptions: process.execArgv.filter((option) => /^--max-[a-z-]+=\d+$/.test(option)),
    xstate: xstateVersion(),
    ...commitOf(import.meta.dirname),
    date: new Date().toISOString(),
  };
}

/** The commit that the sources in a folder are of. */
export interface Commit {
  /** Short hash; null where there is no git. */
  readonly commit: string | null;
  /** True when files other than results differ from the commit; null without a commit. */
  readonly dirty: boolean | null;
}

export function commitOf(folder: string): Commit {
  const commit = git(folder, 'rev-parse', '--short', 'HEAD');
  const changes = git(folder, 'status', '--porcelain', '--', ':/', ':(top,exclude)bench/results');
  return { commit, dirty: commit === null || changes === null ? null : changes !== '' };
}

/** Runs git in a folder and returns its output; null if it fails. */
function git(folder: string, ...args: string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: folder,
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
