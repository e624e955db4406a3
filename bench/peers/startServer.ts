import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemUser, TemporaryFolder } from '../harness/temporaryFolder.ts';
import { MAX_SERVER_OUTPUT, SERVER_POLL_MS, SERVER_START_MS, SERVER_STOP_MS } from './limits.ts';
import type { PeerServer } from './peer.ts';
import { Unavailable } from './unavailable.ts';

export interface ServerOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** The user of the server; the user of this process by default. */
  readonly user?: SystemUser | undefined;
  /** Resolves to true when the server answers. Rejects or resolves to false while it does not. */
  readonly isUp: () => Promise<boolean>;
  /** The signal that ends the server at once. */
  readonly stopSignal: NodeJS.Signals;
  /** Ends the wait for the server. */
  readonly signal: AbortSignal;
}

export interface Server {
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until it answers. The server ends when this process ends, or before.
 *
 * @throws Unavailable with the last lines of its output if the server does not start in time.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { program, args, user, isUp, stopSignal, signal } = options;
  const server = spawn(program, args, { ...user, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-MAX_SERVER_OUTPUT);
    });
  }
  const ended = once(server, 'close').catch((error) => {
    output = String(error);
  });
  let hasEnded = false;
  ended.then(() => {
    hasEnded = true;
  });
  const end = () => server.kill(stopSignal);
  // The server ends before its files are removed.
  process.prependListener('exit', end);

  async function stop(): Promise<void> {
    end();
    const timer = setTimeout(() => server.kill('SIGKILL'), SERVER_STOP_MS);
    await ended;
    clearTimeout(timer);
    process.off('exit', end);
  }

  try {
    const giveUpAt = performance.now() + SERVER_START_MS;
    while (!(await isUp().catch(() => false))) {
      signal.throwIfAborted();
      if (hasEnded || performance.now() > giveUpAt) {
        throw new Unavailable(`${program} does not start: ${lastLines(output)}`);
      }
      await sleep(SERVER_POLL_MS);
    }
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a server with its files and its socket in a folder, which is removed after its end. */
export async function startServerIn(
  folder: TemporaryFolder,
  start: (path: string) => Promise<Server>,
): Promise<PeerServer> {
  try {
    const server = await start(folder.path);
    return {
      socketFolder: folder.path,
      async stop() {
        await server.stop();
        folder.remove();
      },
    };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** The output on one line, for an error message. */
function lastLines(output: string): string {
  return output.trim().replaceAll(/\s*\n\s*/g, ' | ') || 'it printed nothing';
}
