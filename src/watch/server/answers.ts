const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

export function json(data: unknown): Response {
  return Response.json(data, { headers: HEADERS });
}

/** Server-sent events. */
export function events(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { ...HEADERS, 'content-type': 'text/event-stream' } });
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
