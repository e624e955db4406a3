const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

const EVENTS = 'text/event-stream';

export function json(data: unknown): Response {
  return Response.json(data, { headers: HEADERS });
}

/** Server-sent events. */
export function events(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { ...HEADERS, 'content-type': EVENTS } });
}

/** What another server has answered. Nothing but data is taken for what it is. */
export function passedOn({ status, headers, body }: Response): Response {
  const type = headers.get('content-type') === EVENTS ? EVENTS : 'application/json';
  return new Response(body, { status, headers: { ...HEADERS, 'content-type': type } });
}

/** @param more further headers. */
export function refusal(
  status: number,
  error: string,
  more: Readonly<Record<string, string>> = {},
): Response {
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return Response.json({ error }, { status, headers: { ...HEADERS, ...challenge, ...more } });
}

export function moved(location: string): Response {
  return new Response(null, { status: 308, headers: { ...HEADERS, location } });
}
