import type { WatchPicture, WatchUpdate } from '../../watchTypes.ts';
import { backOff } from './backOff.ts';
import { eventParser } from './eventParser.ts';
import { checkStatus, getPicture, type Requester, UnauthorizedError } from './requests.ts';

export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** Until the next attempt at this time, in epoch milliseconds. */
  | { readonly kind: 'waiting'; readonly until: number; readonly reason: string }
  /** The server asks for a token. There are no more attempts. */
  | { readonly kind: 'unauthorized' };

export interface WatchHandlers {
  onPicture(picture: WatchPicture): void;
  onUpdate(update: WatchUpdate): void;
  onConnection(connection: Connection): void;
}

/** The server sends an update every second: after this time without one, the connection is dead and does not know it. */
const SILENT_MS = 15_000;

/**
 * Requests the picture and then the updates, again and again whenever the server has ended the connection. Returns a function
 * that ends it; no handler is called after that.
 */
export function watchServer(
  server: Requester,
  follow: string | null,
  handlers: WatchHandlers,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const path = `api/updates${follow === null ? '' : `?follow=${encodeURIComponent(follow)}`}`;

  const readOnce = async (onFirst: () => void) => {
    const picture = await getPicture(server, signal);
    if (signal.aborted) return;
    handlers.onPicture(picture);
    const response = await server.get(path, signal);
    await checkStatus(response);
    if (response.body === null) throw new Error('The server sent no updates.');
    let isFirst = true;
    const take = eventParser((data) => {
      if (signal.aborted) return;
      const update = JSON.parse(data) as WatchUpdate;
      if (isFirst) {
        isFirst = false;
        onFirst();
        handlers.onConnection({ kind: 'connected' });
      }
      handlers.onUpdate(update);
    });
    await readText(response.body, take);
  };

  const run = async () => {
    handlers.onConnection({ kind: 'connecting' });
    let failures = 0;
    while (!signal.aborted) {
      let reason = 'The server has ended the connection.';
      try {
        await readOnce(() => {
          failures = 0;
        });
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof UnauthorizedError) {
          handlers.onConnection({ kind: 'unauthorized' });
          return;
        }
        reason = reasonOf(error);
      }
      if (signal.aborted) return;
      const delay = backOff(failures);
      failures += 1;
      handlers.onConnection({ kind: 'waiting', until: Date.now() + delay, reason });
      await pause(delay, signal);
    }
  };
  void run();
  return () => ending.abort();
}

async function readText(
  body: ReadableStream<Uint8Array>,
  take: (piece: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let heardAt = Date.now();
  let isSilent = false;
  const timer = setInterval(() => {
    if (Date.now() - heardAt < SILENT_MS) return;
    isSilent = true;
    void reader.cancel();
  }, SILENT_MS / 5);
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heardAt = Date.now();
      take(decoder.decode(piece.value, { stream: true }));
    }
  } finally {
    clearInterval(timer);
  }
  if (isSilent) throw new Error('The server is silent.');
}

/** A browser's own texts for a failed request differ, and say less. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'The server cannot be reached.';
  if (error instanceof SyntaxError) return 'The server sent something else than JSON.';
  return error instanceof Error ? error.message : 'The connection has failed.';
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
