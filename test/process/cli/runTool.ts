import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { TOOL_HOST } from './toolHost.ts';

export const TOOL = fileURLToPath(new URL('../../../dist/src/cli/statecart.js', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Given {
  /** What it can read from standard input. */
  readonly input?: string | Buffer;
}

const running = new Set<ChildProcess>();
const idle: Host[] = [];
// A test that fails does not wait for its end.
afterAll(async () => {
  await Promise.all(
    [...running].map((child) => {
      child.kill();
      return once(child, 'close');
    }),
  );
});

/**
 * Runs the compiled tool to its end, in a process that has run it before: starting one and loading the modules takes
 * longer than most calls. `statecart.test.ts` compares it with {@link runProcess}.
 */
export async function runTool(
  args: readonly string[],
  { input = '', cwd = process.cwd() }: Given & { readonly cwd?: string } = {},
): Promise<Ended> {
  const host = idle.pop() ?? startHost();
  const ended = await host.run({ args, input: Buffer.from(input), cwd });
  if (host.process.connected) idle.push(host);
  return ended;
}

interface Call {
  readonly args: readonly string[];
  readonly input: Buffer;
  readonly cwd: string;
}

interface Host {
  readonly process: ChildProcess;
  run(call: Call): Promise<Ended>;
}

function startHost(): Host {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', TOOL_HOST, TOOL], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  keep(child);
  // What the process prints itself, such as a warning.
  let stray = '';
  child.stderr?.on('data', (chunk) => {
    stray += String(chunk);
  });
  let answer: (ended: Ended) => void = () => {};
  child.on('message', (ended) => answer(ended as Ended));
  child.on('close', (status) => answer({ status, stdout: '', stderr: '' }));
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

/** Runs the compiled tool to its end, in a process of its own. */
export async function runProcess(
  args: readonly string[],
  { input, tool = TOOL }: Given & { readonly tool?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [tool, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  keep(child);
  child.stdin.on('error', () => {}); // It may end before it has read everything.
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [status, stdout, stderr] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status, stdout, stderr };
}

function keep(child: ChildProcess): void {
  running.add(child);
  child.once('close', () => running.delete(child));
}
