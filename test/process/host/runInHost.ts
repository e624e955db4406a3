import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from 'vitest';
import { HOST_PROGRAM } from './hostProgram.ts';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  /** The module that is run. */
  readonly file: string;
  readonly args: readonly string[];
  /** What it can read from standard input. */
  readonly input: Buffer;
  readonly cwd: string;
}

interface Host {
  readonly process: ChildProcess;
  run(call: Call): Promise<Ended>;
}

const hosts = new Set<ChildProcess>();
const idle: Host[] = [];
// A test that fails does not wait for its end.
afterAll(async () => {
  await Promise.all(
    [...hosts].map((child) => {
      child.kill();
      return once(child, 'close');
    }),
  );
});

/**
 * Runs a program to its end in a process that has run others of the test file before: starting one and loading the modules
 * takes longer than most programs run. Calls at the same time are in different processes.
 */
export async function runInHost(call: Call): Promise<Ended> {
  const host = idle.pop() ?? startHost();
  const ended = await host.run(call);
  if (host.process.connected) idle.push(host);
  return ended;
}

function startHost(): Host {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', HOST_PROGRAM], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  hosts.add(child);
  // What the process prints itself, such as a warning.
  let stray = '';
  child.stderr?.on('data', (chunk) => {
    stray += String(chunk);
  });
  let answer: (ended: Ended) => void = () => {};
  child.on('message', (ended) => answer(ended as Ended));
  child.on('close', (status) => {
    hosts.delete(child);
    answer({ status, stdout: '', stderr: '' });
  });
  return {
    process: child,
    async run(call) {
      const answered = new Promise<Ended>((resolve) => {
        answer = resolve;
      });
      child.send(call);
      const { status, stdout, stderr } = await answered;
      return { status, stdout, stderr: stderr + stray };
    },
  };
}
