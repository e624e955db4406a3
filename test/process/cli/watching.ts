import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from 'vitest';
import { until } from '../watch/viewing.ts';
import { TOOL } from './runTool.ts';

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** `statecart watch` while it runs. */
export interface Watching {
  /** Of its page. */
  readonly url: string;
  readonly stdout: string;
  /** Ends it as Ctrl+C does. */
  end(signal?: NodeJS.Signals): Promise<{ status: number | null; stderr: string }>;
}

/** Starts `statecart watch` at a free port. @param token in its environment. */
export async function startWatching(args: readonly string[], token = ''): Promise<Watching> {
  const child = spawn(process.execPath, [TOOL, 'watch', ...args, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, STATECART_WATCH_TOKEN: token },
  });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([status]) => {
    running.delete(child);
    return { status: status as number | null, stderr };
  });
  await until('the address', () => stdout.endsWith('\n') || child.exitCode !== null);
  const [url] = /http:\/\/127\.0\.0\.1:\d+(?= in a browser)/.exec(stdout) ?? [];
  if (url === undefined) throw new Error(`statecart watch printed ${stdout}${stderr}`);
  return {
    url,
    stdout,
    end(signal = 'SIGINT') {
      child.kill(signal);
      return ended;
    },
  };
}
