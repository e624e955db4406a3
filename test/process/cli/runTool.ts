import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type Ended, runInHost } from '../host/runInHost.ts';

export const TOOL = fileURLToPath(new URL('../../../dist/src/cli/statecart.js', import.meta.url));

export type { Ended } from '../host/runInHost.ts';

export interface Given {
  /** What it can read from standard input. */
  readonly input?: string | Buffer;
}

/**
 * Runs the compiled tool to its end, in a process that may have run it before. `statecart.test.ts` compares it with
 * {@link runProcess}.
 */
export function runTool(
  args: readonly string[],
  { input = '', cwd = process.cwd() }: Given & { readonly cwd?: string } = {},
): Promise<Ended> {
  return runInHost({ file: TOOL, args, input: Buffer.from(input), cwd });
}

const running = new Set<ChildProcess>();
// A test that fails does not wait for its end.
afterAll(() => {
  for (const child of running) child.kill();
});

/** Runs the compiled tool to its end, in a process of its own. */
export async function runProcess(
  args: readonly string[],
  { input, tool = TOOL }: Given & { readonly tool?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [tool, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
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
