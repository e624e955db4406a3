import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Shop } from '../../src/index.ts';
import type { ShopMetrics } from './shopMetrics.ts';

export interface MetricsServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` for Prometheus and `/health` for a load balancer, which answers 503 once the shop has stopped. Only
 * this machine can reach it.
 *
 * @param port 0 for any that is free.
 */
export async function serveMetrics(
  shop: Shop,
  { registry }: ShopMetrics,
  port: number,
): Promise<MetricsServer> {
  const server = createServer(async ({ url }, response) => {
    if (url === '/metrics') {
      answer(response, 200, registry.contentType, await registry.metrics());
    } else if (url === '/health') {
      const health = shop.health();
      const status = health.state === 'stopped' ? 503 : 200;
      answer(response, status, 'application/json', `${JSON.stringify(health)}\n`);
    } else answer(response, 404, 'text/plain', 'expected /metrics or /health\n');
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
