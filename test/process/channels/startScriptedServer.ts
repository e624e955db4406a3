import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A step of SMTP: a new connection, a command, the first bytes of a mail, and its end. */
type Step = 'CONNECT' | 'EHLO' | 'STAR' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'BODY' | 'END';

/** An answer, or what the server does instead: it drops the connection, or says and reads nothing more. */
type Reaction = string | 'drop' | 'hang';

const HEALTHY: Readonly<Record<string, Reaction>> = {
  CONNECT: '220 ready',
  EHLO: '250 scripted',
  AUTH: '235 welcome',
  MAIL: '250 sender ok',
  RCPT: '250 recipient ok',
  DATA: '354 go on',
  BODY: '',
  END: '250 accepted',
  RSET: '250 reset',
  QUIT: '221 bye',
};

/**
 * A server that does what it is told at some steps, and is healthy at all others: for what a real one does not do on
 * demand. It is closed when the test is over.
 */
export async function startScriptedServer(script: Partial<Record<Step, Reaction>> = {}) {
  const sockets = new Set<Socket>();
  const waiting: { readonly isMet: () => boolean; readonly resolve: () => void }[] = [];
  const counts = new Map<string, number>();
  const server = {
    url: '',
    /** May be replaced while the server runs. */
    script,
    /** All that clients have sent. */
    transcript: '',
    accepted: 0,
    /** How often a step was reached. */
    count: (step: Step) => counts.get(step) ?? 0,
    /** Resolves when a step was reached as often as that. */
    reached: (step: Step, times = 1) => until(() => server.count(step) >= times),
    /** Resolves when no client is connected. */
    allClosed: () => until(() => sockets.size === 0),
    /** Drops all connections. */
    drop: () => {
      for (const socket of sockets) socket.destroy();
    },
    /** Reads again where it hangs. */
    resume: () => {
      for (const socket of sockets) socket.resume();
    },
  };

  function until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve) => {
      waiting.push({ isMet, resolve });
    });
  }

  function notify(): void {
    for (const each of [...waiting]) {
      if (!each.isMet()) continue;
      waiting.splice(waiting.indexOf(each), 1);
      each.resolve();
    }
  }

  function react(socket: Socket, step: string): void {
    const reaction = (server.script as Record<string, Reaction>)[step] ?? HEALTHY[step];
    counts.set(step, (counts.get(step) ?? 0) + 1);
    if (reaction === 'drop') socket.destroy();
    else if (reaction === 'hang') socket.pause();
    else if (reaction !== '') socket.write(`${reaction ?? '500 unknown'}\r\n`);
    if (step === 'END' && reaction?.startsWith('250')) server.accepted++;
    notify();
  }

  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      notify();
    });
    let rest = '';
    let isInMail = false;
    socket.on('data', (chunk) => {
      server.transcript += chunk;
      rest += chunk;
      if (isInMail) {
        const end = rest.indexOf('\r\n.\r\n');
        if (end < 0) return;
        rest = rest.slice(end + 5);
        isInMail = false;
        react(socket, 'END');
        return;
      }
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const verb = line.slice(0, 4).toUpperCase();
        react(socket, verb);
        isInMail = verb === 'DATA';
        if (isInMail) socket.once('data', () => react(socket, 'BODY'));
      }
    });
    react(socket, 'CONNECT');
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  server.url = `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return server;
}
