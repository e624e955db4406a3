import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { WebSocket } from 'ws';
import type { Shop } from '../../../src/index.ts';
import { type InspectOptions, inspectShop, serveInspector } from '../../../src/inspect.ts';

/** A message of the Stately inspector, as far as tests read it. */
export interface StatelyMessage {
  readonly type: '@xstate.actor' | '@xstate.event' | '@xstate.snapshot';
  readonly sessionId: string;
  readonly name?: string;
  readonly definition?: string;
  readonly sourceId?: string;
  readonly event?: { readonly type: string };
  readonly snapshot?: { readonly value?: unknown; readonly context?: unknown; status?: string };
}

/** A shop that is inspected at a free port. To be ended. */
export async function viewable(shop: Shop, options: InspectOptions = {}) {
  const server = await serveInspector({ port: 0 });
  const stop = inspectShop(shop, server, options);
  const address = server.url.replace('http:', 'ws:');
  const viewers: WebSocket[] = [];
  return {
    server,
    address,
    stop,
    /** Connects a viewer, and collects what it gets. */
    async view(): Promise<{ socket: WebSocket; messages: StatelyMessage[] }> {
      const socket = new WebSocket(address);
      viewers.push(socket);
      const messages: StatelyMessage[] = [];
      socket.on('message', (data) => messages.push(JSON.parse(String(data))));
      await once(socket, 'open');
      return { socket, messages };
    },
    async end(): Promise<void> {
      stop();
      for (const socket of viewers) socket.terminate();
      await server.close();
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until the condition holds; its message tells what it is waited for. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The way of an actor in messages. */
export function pathIn(messages: readonly StatelyMessage[], name: string): string[] {
  return messages
    .filter(({ type, sessionId }) => type !== '@xstate.actor' && sessionId === `shop/${name}`)
    .map(({ type, event, snapshot }) =>
      type === '@xstate.event' ? String(event?.type) : `-> ${JSON.stringify(snapshot?.value)}`,
    );
}
