import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Makes a service end as soon as its last request is answered. Node.js would also wait for connections on which no request
 * comes: those of clients that keep them for the next one, and those that browsers open ahead of need.
 */
export function drainConnections(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  let isClosing = false;
  app.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const socket of unused) socket.destroy();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
}
