import { join } from 'node:path';
import { createClient } from '@redis/client';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { findProgram } from './findProgram.ts';
import { SERVER_ANSWER_MS } from './limits.ts';
import type { PeerServer } from './peer.ts';
import { startServer, startServerIn } from './startServer.ts';

/** The socket of a Redis server in its folder. */
export function redisSocket(folder: string): string {
  return join(folder, 'redis.sock');
}

/**
 * Starts a new Redis server, on a unix socket only.
 *
 * @param isDurable true when a write is answered after it is on disk (an append-only file that is
 * synced with each write); otherwise the server writes no file.
 * @throws Unavailable if Redis is missing or does not start.
 */
export async function startRedis(isDurable: boolean, signal: AbortSignal): Promise<PeerServer> {
  const program = findProgram('redis-server', { install: 'apt-get install redis-server' });
  const persistence = isDurable
    ? ['--appendonly', 'yes', '--appendfsync', 'always']
    : ['--appendonly', 'no'];
  return startServerIn(temporaryFolder(), (folder) => {
    const socket = redisSocket(folder);
    return startServer({
      program,
      // With options on the command line no configuration file of the machine is read.
      args: [
        ...['--port', '0', '--unixsocket', socket, '--dir', folder],
        ...['--save', '', '--daemonize', 'no', ...persistence],
      ],
      isUp: () => answersPing(socket),
      stopSignal: 'SIGKILL',
      signal,
    });
  });
}

async function answersPing(path: string): Promise<boolean> {
  const client = createClient({
    socket: { path, reconnectStrategy: false, tls: false, connectTimeout: SERVER_ANSWER_MS },
  });
  // Without a listener, an error of the connection would end this process.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.ping()) === 'PONG';
  } finally {
    client.destroy();
  }
}
