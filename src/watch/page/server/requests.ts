import type { WatchedStock, WatchPicture } from '../../watchTypes.ts';

/** Thrown when the server asks for a token, or refuses the given one. */
export class UnauthorizedError extends Error {}

export interface Requester {
  /** Relative to the page, so that a proxy may serve it at any path. */
  get(path: string, signal: AbortSignal): Promise<Response>;
}

export async function getPicture(server: Requester, signal: AbortSignal): Promise<WatchPicture> {
  const response = await server.get('api/picture', signal);
  await checkStatus(response);
  return (await response.json()) as WatchPicture;
}

/** @returns undefined if there is no such product */
export async function getStock(
  server: Requester,
  sku: string,
  signal: AbortSignal,
): Promise<WatchedStock | undefined> {
  const response = await server.get(`api/stock?sku=${encodeURIComponent(sku)}`, signal);
  if (response.status === 404) return undefined;
  await checkStatus(response);
  return (await response.json()) as WatchedStock;
}

/** Throws the reason that the server gives unless it has answered. */
export async function checkStatus(response: Response): Promise<void> {
  const { ok, status } = response;
  if (ok) return;
  const answer: unknown = await response.json().catch(() => undefined);
  const { error } = Object(answer) as { readonly error?: unknown };
  const reason = typeof error === 'string' ? `: ${error}` : '';
  throw new Error(`The server answered with status ${status}${reason}.`);
}
