import type { Shop } from '../../../src/index.ts';
import { inspectShop, serveInspector } from '../../../src/inspect.ts';
import { INSPECTIONS } from '../variant.ts';
import { startViewer, type ViewerProcess } from '../viewer/startViewer.ts';
import type { ViewerCounts } from '../viewer/viewerMessage.ts';
import { readMessagesLeftOut } from './messagesLeftOut.ts';
import type { WatchTask } from './watchTask.ts';

/** What was seen of the measured part. */
export interface Seen {
  readonly viewer: ViewerCounts | null;
  readonly messagesLeftOut: number | null;
}

/** What watches a shop during a run. */
export interface Watching {
  /** The measured part begins. */
  begin(): Promise<void>;
  /** It has ended. @throws Error if the viewer has gone meanwhile. */
  end(): Promise<Seen>;
  /** Ends the viewer, then the server. */
  close(): Promise<void>;
}

/** The server of a live page or of an inspector. */
interface Served {
  readonly url: string;
  readonly viewers: number;
  close(): Promise<void>;
}

/** Serves what the variant serves, and resolves when its viewer has received all actors. */
export async function openWatching(shop: Shop, task: WatchTask): Promise<Watching> {
  const { variant, browser } = task;
  const options = INSPECTIONS[variant];
  if (options !== undefined) {
    const server = await serveInspector({ port: 0 });
    inspectShop(shop, server, options);
    return await viewed(server, { kind: 'inspector' }, () => readMessagesLeftOut(server.url));
  }
  if (variant === 'none') return unviewed(undefined);
  const server = await shop.watch({ port: 0 });
  if (variant === 'served') return unviewed(server);
  return await viewed(server, { kind: 'page', browser });
}

function unviewed(server: Served | undefined): Watching {
  return {
    async begin() {},
    async end() {
      if ((server?.viewers ?? 0) > 0) throw new Error('expected no viewer, got one');
      return { viewer: null, messagesLeftOut: null };
    },
    async close() {
      await server?.close();
    },
  };
}

async function viewed(
  server: Served,
  what: { readonly kind: 'page'; readonly browser: string | null } | { readonly kind: 'inspector' },
  readLeftOut: () => Promise<number | null> = async () => null,
): Promise<Watching> {
  const viewer: ViewerProcess = await startViewer({ ...what, url: server.url });
  const expectOne = () => {
    if (server.viewers === 1) return;
    throw new Error(`expected one viewer, got ${server.viewers}`);
  };
  return {
    async begin() {
      await viewer.begin();
      expectOne();
    },
    async end() {
      expectOne();
      const counts = await viewer.counts();
      return { viewer: counts, messagesLeftOut: await readLeftOut() };
    },
    async close() {
      await viewer.stop();
      await server.close();
    },
  };
}
