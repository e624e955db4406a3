import { serveTask } from '../harness/serveTask.ts';
import type { Peer, PeerOptions, Variant } from './peer.ts';
import { runWorkload, type WorkloadOptions } from './runWorkload.ts';

/** The task of a child process: one run of one variant. */
export interface PeerTask extends WorkloadOptions {
  readonly variant: Variant;
}

/** Loads only the modules that the variant needs. */
async function open(variant: Variant, options: PeerOptions): Promise<Peer> {
  switch (variant) {
    case 'statecart':
      return (await import('./openStatecart.ts')).openStatecart(options);
    case 'statecart-disk':
      return (await import('./openStatecart.ts')).openDurableStatecart('disk', options);
    case 'statecart-lmdb':
      return (await import('./openStatecart.ts')).openDurableStatecart('lmdb', options);
    case 'xstate':
      return (await import('./openPlainXstate.ts')).openPlainXstate(options);
    case 'map':
      return (await import('./openMap.ts')).openMap(options);
    case 'redis':
    case 'redis-aof-always':
      return (await import('./openRedis.ts')).openRedis(options);
    case 'postgres-function':
      return (await import('./openPostgres.ts')).openPostgres('function', options);
    case 'postgres-for-update':
      return (await import('./openPostgres.ts')).openPostgres('for-update', options);
  }
}

await serveTask(async ({ variant, ...options }: PeerTask) => {
  const peer = await open(variant, options.shop);
  const result = await runWorkload(peer, options);
  await peer.close();
  return result;
});
