import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * Lets a server listen, without keeping the process alive: a shop does not, and somebody who looks at it does not, either.
 *
 * @returns the address for browsers, without a slash at the end.
 * @throws the error of the system if the address is taken.
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.unref();
  server.on('connection', (socket: Socket) => socket.unref());
  const { address, port: own } = server.address() as AddressInfo;
  return `http://${address.includes(':') ? `[${address}]` : address}:${own}`;
}

/** Resolves when the server has closed all connections. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
