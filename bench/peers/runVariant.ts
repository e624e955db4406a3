import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from '../harness/runChild.ts';
import { IN_FLIGHT_DURABLE, RUN_FACTOR, RUN_GRACE_MS, SLOWEST_PURCHASE } from './limits.ts';
import { DURABLE_VARIANTS, type PeerServer, type Variant, type Workload } from './peer.ts';
import type { PeerTask } from './runPeer.ts';
import type { WorkloadOptions, WorkloadResult } from './runWorkload.ts';

const CHILD = fileURLToPath(new URL(`runPeer${extname(import.meta.url)}`, import.meta.url));

/**
 * Runs a variant once, in a process of its own and, if it has one, on a fresh server.
 *
 * @throws Unavailable if the server is missing or does not start, Error that names the variant if the
 * run fails, or the reason of the aborted signal. Everything that was started has ended by then.
 */
export async function runVariant(
  { variant, workload }: { readonly variant: Variant; readonly workload: Workload },
  { budget, seed, inFlight, shop }: Omit<WorkloadOptions, 'workload'>,
  signal: AbortSignal,
): Promise<WorkloadResult> {
  signal.throwIfAborted();
  const server = await startServerOf(variant, signal);
  try {
    const socketFolder = server === undefined ? {} : { socketFolder: server.socketFolder };
    const task: PeerTask = {
      ...{ variant, workload, budget, seed },
      inFlight: DURABLE_VARIANTS.includes(variant) ? IN_FLIGHT_DURABLE : inFlight,
      shop: { ...shop, ...socketFolder },
    };
    const seconds = 'seconds' in budget ? budget.seconds : budget.purchases * SLOWEST_PURCHASE;
    const timeoutMs = RUN_FACTOR * seconds * 1000 + RUN_GRACE_MS;
    return await runChild<WorkloadResult>({ module: CHILD, task, timeoutMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`${variant}: ${(error as Error).message}`);
  } finally {
    await server?.stop();
  }
}

/** Loads the client of a server only if the variant has a server. */
async function startServerOf(
  variant: Variant,
  signal: AbortSignal,
): Promise<PeerServer | undefined> {
  switch (variant) {
    case 'redis':
      return (await import('./startRedis.ts')).startRedis(false, signal);
    case 'redis-aof-always':
      return (await import('./startRedis.ts')).startRedis(true, signal);
    case 'postgres-function':
    case 'postgres-for-update':
      return (await import('./startPostgres.ts')).startPostgres(signal);
    default:
      return undefined;
  }
}
