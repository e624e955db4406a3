import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type SystemUser, temporaryFolder } from '../harness/temporaryFolder.ts';
import { findProgram, postgresFolder } from './findProgram.ts';
import { SERVER_ANSWER_MS, SERVER_START_MS } from './limits.ts';
import type { PeerServer } from './peer.ts';
import { startServer, startServerIn } from './startServer.ts';
import { Unavailable } from './unavailable.ts';

/** The connection to a server of {@link startPostgres}. */
export function postgresConnection(folder: string) {
  return { host: folder, user: 'statecart', database: 'postgres', port: 5432 };
}

/**
 * Creates a new cluster and starts its server, on a unix socket only, with its default settings: a
 * commit is answered when it is on disk.
 *
 * @throws Unavailable if PostgreSQL is missing or does not start.
 */
export async function startPostgres(signal: AbortSignal): Promise<PeerServer> {
  const where = { install: 'apt-get install postgresql', alsoIn: postgresFolder };
  const [initdb, program] = [findProgram('initdb', where), findProgram('postgres', where)];
  const user = unprivilegedUser();
  return startServerIn(temporaryFolder(user), async (folder) => {
    const data = join(folder, 'data');
    await createCluster({ initdb, data, user, signal });
    return await startServer({
      program,
      args: ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`],
      user,
      isUp: () => answersQuery(folder),
      // The server ends at once without a checkpoint of its data, which is thrown away.
      stopSignal: 'SIGQUIT',
      signal,
    });
  });
}

/** PostgreSQL refuses to run as root; then it runs as the user that its package creates. */
function unprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) =>
    Number(
      execFileSync('id', [flag, 'postgres'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    throw new Unavailable('PostgreSQL does not run as root, and there is no user postgres');
  }
}

async function createCluster({
  initdb,
  data,
  user,
  signal,
}: {
  readonly initdb: string;
  readonly data: string;
  readonly user: SystemUser | undefined;
  readonly signal: AbortSignal;
}): Promise<void> {
  // Only the creation of the cluster is not synced to disk; the server syncs its commits.
  const how = ['--username=statecart', '--auth=trust', '--encoding=UTF8', '--locale=C'];
  try {
    await promisify(execFile)(initdb, ['-D', data, ...how, '--no-sync'], {
      ...user,
      signal,
      timeout: SERVER_START_MS,
    });
  } catch (error) {
    signal.throwIfAborted();
    const { stderr, message } = error as Error & { stderr?: string };
    const why = (stderr?.trim() || message).replaceAll(/\s*\n\s*/g, ' | ');
    throw new Unavailable(`${initdb} fails: ${why}`);
  }
}

async function answersQuery(folder: string): Promise<boolean> {
  const client = new pg.Client({
    ...postgresConnection(folder),
    connectionTimeoutMillis: SERVER_ANSWER_MS,
  });
  client.on('error', () => {}); // Without a listener it would end this process.
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1');
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
