import type { IncomingMessage } from 'node:http';

/** The names of this machine for itself. */
export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1'] as const;

/**
 * True when a request is for this server by a name of this machine, and comes from no other web page. A page of another site
 * could otherwise read what the server sends: over a name that leads to this machine (DNS rebinding), or over a WebSocket, for which
 * browsers ask nobody.
 */
export function isFromOwnOrigin({ headers, socket }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  const port = socket.localPort;
  const own = LOOPBACK_HOSTS.map((name) => `${name === '::1' ? '[::1]' : name}:${port}`);
  if (!own.includes(host.toLowerCase())) return false;
  return origin === undefined || own.includes(origin.toLowerCase().replace(/^http:\/\//, ''));
}
