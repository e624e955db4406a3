import { setMaxListeners } from 'node:events';
import { toError } from '../../base/toError.ts';
import { type Failed, failed, type Retry, retry } from './verdict.ts';

export interface SendBatchOptions<Item, Result> {
  /** Sends one item. One that it rejects for has failed: no other attempt would make another request of it. */
  readonly send: (item: Item, signal: AbortSignal) => Promise<Result>;
  /** Requests that are under way at the same time. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Names the server that an item is sent to, where they are several: one that is down keeps no other from its items. */
  readonly serverOf?: (item: Item) => string;
}

/**
 * Sends all items, several at a time. Once a server is down (a retry with `isDown`), or the signal aborts, items that
 * have not been sent are answered with a retry instead.
 *
 * @returns one result for each item, in their order.
 */
export async function sendBatch<Item, Result extends { readonly status: string }>(
  items: readonly Item[],
  { send, concurrency, signal, serverOf = () => '' }: SendBatchOptions<Item, Result>,
): Promise<(Result | Failed | Retry)[]> {
  const results = new Array<Result | Failed | Retry>(items.length);
  const down = new Map<string, Retry>();
  // One listener at the caller's signal, and no warning of Node.js that there are many at this one.
  const batch = new AbortController();
  const abort = () => batch.abort();
  setMaxListeners(0, batch.signal);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      const item = items[index] as Item;
      const server = serverOf(item);
      const reason = batch.signal.aborted ? ABORTED : down.get(server);
      const result =
        reason === undefined
          ? await send(item, batch.signal).catch((error) => failed(toError(error).message))
          : notSent(reason);
      results[index] = result;
      if (isDown(result) && !down.has(server)) down.set(server, result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  signal.removeEventListener('abort', abort);
  return results;
}

const ABORTED = retry('aborted', true);

function isDown(result: { readonly status: string }): result is Retry {
  return result.status === 'retry' && (result as Retry).isDown;
}

function notSent({ reason, retryAfterMs }: Retry): Retry {
  return retry(`not sent after: ${reason}`, true, retryAfterMs);
}
