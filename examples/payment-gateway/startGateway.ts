import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Charge, Outcome } from './chargeCard.ts';

/** The cards that the gateway knows, and what it does with each. */
export type Card = 'good' | 'empty' | 'busy' | 'lost' | 'twice';

/** The requests of a payment that the gateway refuses for the card `busy`. */
const BUSY_REQUESTS = 2;

export interface Gateway {
  readonly url: string;
  /** How often money was taken, by idempotency key. */
  readonly charges: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Gets one line for each request. */
  readonly say: (line: string) => void;
  /** Its webhook: called with the outcome of a payment, whatever has become of the answer. */
  readonly report: (key: string, outcome: Outcome) => void;
  /** Called when money was taken, before the answer. */
  readonly onCharge?: (key: string) => void;
}

/** A payment gateway on a free port of this machine, with the troubles that real ones have. It takes no money. */
export async function startGateway({ say, report, onCharge }: GatewayOptions): Promise<Gateway> {
  const outcomes = new Map<string, Outcome>();
  const charges = new Map<string, number>();
  const requests = new Map<string, number>();

  /** The first request with a key decides; later ones get the same outcome. */
  function charge(key: string, card: Card): Outcome {
    const known = outcomes.get(key);
    if (known !== undefined) return known;
    const outcome = card === 'empty' ? 'declined' : 'approved';
    outcomes.set(key, outcome);
    if (outcome === 'approved') {
      charges.set(key, (charges.get(key) ?? 0) + 1);
      onCharge?.(key);
    }
    return outcome;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const key = String(request.headers['idempotency-key']);
    const { card } = (await json(request)) as Charge & { readonly card: Card };
    const count = (requests.get(key) ?? 0) + 1;
    requests.set(key, count);
    if (card === 'busy' && count <= BUSY_REQUESTS) {
      say(`${key} request ${count}: 503, busy`);
      response.writeHead(503).end();
      return;
    }
    const isKnown = outcomes.has(key);
    const outcome = charge(key, card);
    if (card === 'lost' && !isKnown) {
      // Its client waits in vain: the answer was lost on the way.
      say(`${key} request ${count}: ${outcome}, and the answer is lost`);
      return;
    }
    say(`${key} request ${count}: ${outcome}${isKnown ? ' before, nothing taken' : ''}`);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ outcome }));
    if (card === 'twice') for (let time = 0; time < 2; time++) report(key, outcome);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    charges,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
