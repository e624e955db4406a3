import { type Requester, UnauthorizedError } from './requests.ts';

/** Requests with the token, if there is one. */
export function requester(token: string | null): Requester {
  const headers: Record<string, string> = token === null ? {} : { Authorization: bearer(token) };
  return {
    async get(path, signal) {
      const response = await fetch(path, { headers, signal, cache: 'no-store', redirect: 'error' });
      if (response.status === 401) throw new UnauthorizedError('A token is needed.');
      return response;
    },
  };
}

/** A header takes bytes only; what is no token must not throw, it is refused by the server. */
function bearer(token: string): string {
  return `Bearer ${token.replaceAll(/[^\x21-\x7e]/g, '?')}`;
}
