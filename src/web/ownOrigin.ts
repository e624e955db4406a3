/** The names of this machine for itself. */
export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1'] as const;

/** What a request says of where it goes and comes from: the headers of these names. */
export interface RequestHeaders {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * True when a request is for this machine by a name of its own, and comes from no other web page. A page of another site
 * could otherwise read what the server sends: over a name that leads to this machine (DNS rebinding), or over a WebSocket, for which
 * browsers ask nobody.
 */
export function isFromOwnOrigin({ host = '', origin }: RequestHeaders): boolean {
  const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host.toLowerCase()) ?? [];
  const isOwn = LOOPBACK_HOSTS.some((own) => name === (own === '::1' ? '[::1]' : own));
  return isOwn && (origin === undefined || isSameOrigin(origin, host));
}

/** True when the origin is a page under this host. */
function isSameOrigin(origin: string, host: string): boolean {
  return origin.toLowerCase().replace(/^https?:\/\//, '') === host.toLowerCase();
}
