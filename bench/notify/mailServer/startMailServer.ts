import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_ANSWER_MS } from '../limits.ts';
import type { MailCounts, MailServerKind, MailServerMessage } from './mailServerTask.ts';

const CHILD = fileURLToPath(new URL(`serveMail${extname(import.meta.url)}`, import.meta.url));

export interface MailServer {
  readonly port: number;
  /** Ends its process. @returns what it has seen. */
  stop(): Promise<MailCounts>;
}

/**
 * Starts a mail server in a process of its own, whose work is not that of the shop.
 *
 * @throws Error if it does not start.
 */
export async function startMailServer(kind: MailServerKind): Promise<MailServer> {
  const child = fork(CHILD, [kind], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const release = () => {
    kill();
    process.off('exit', kill);
  };
  try {
    const { port } = (await nextMessage(child)) as { readonly port: number };
    return {
      port,
      async stop() {
        try {
          const answered = nextMessage(child);
          child.send('stop');
          return ((await answered) as { readonly counts: MailCounts }).counts;
        } finally {
          release();
        }
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

function nextMessage(child: ChildProcess): Promise<MailServerMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the mail server has not answered within ${SERVER_ANSWER_MS} ms`));
    }, SERVER_ANSWER_MS);
    const onExit = (code: number | null, signal: string | null) => {
      clearTimeout(timer);
      reject(new Error(`the mail server has ended (${signal ?? `exit code ${code}`})`));
    };
    child.once('exit', onExit);
    child.once('message', (message) => {
      clearTimeout(timer);
      child.off('exit', onExit);
      resolve(message as MailServerMessage);
    });
  });
}
