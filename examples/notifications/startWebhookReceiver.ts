import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { oneLine } from '../../src/terminal/printable.ts';
import { verify, WebhookVerificationError } from '../../src/webhook.ts';

export interface WebhookReceiver {
  readonly url: string;
  close(): Promise<void>;
}

export interface WebhookReceiverOptions {
  readonly secret: string;
  /** Gets one line for each request. */
  readonly say: (line: string) => void;
}

/**
 * Takes the events of a shop on a free port of this machine: refuses what the shop has not signed, and ignores what it has had.
 * A real receiver keeps the ids where it keeps what it makes of the events, and answers when both are durable.
 */
export async function startWebhookReceiver({
  secret,
  say,
}: WebhookReceiverOptions): Promise<WebhookReceiver> {
  const known = new Set<string>();

  /** @returns the status of the answer, and what has come. */
  function receive(headers: NodeJS.Dict<string | string[]>, body: Buffer): [number, string] {
    try {
      const { id, type, subject } = verify({ secret, headers, body });
      if (known.has(id)) return [204, `${type} of ${subject}, once more`];
      known.add(id);
      return [204, `${type} of ${subject}`];
    } catch (error) {
      if (error instanceof WebhookVerificationError) return [400, error.code];
      throw error;
    }
  }

  const server = createServer(async (request, response) => {
    const [status, what] = receive(request.headers, await buffer(request));
    say(oneLine(`${status} ${what}`));
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
