import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const TOOL = fileURLToPath(new URL('../../../dist/src/cli/statecart.js', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const running = new Set<ChildProcess>();
// A test that fails does not wait for its end.
afterAll(() => {
  for (const child of running) child.kill();
});

/** Runs the compiled tool to its end. */
export async function runTool(
  args: readonly string[],
  { input, tool = TOOL }: { readonly input?: string | Buffer; readonly tool?: string } = {},
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
