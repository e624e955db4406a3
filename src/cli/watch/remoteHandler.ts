import { show } from '../../base/show.ts';
import { Access } from '../../watch/server/access.ts';
import { passedOn, refusal } from '../../watch/server/answers.ts';
import { watchPage } from '../../watch/server/watchPage.ts';
import type { WatchPicture } from '../../watch/watchTypes.ts';
import type { FetchHandler } from '../../web/serveHandler.ts';

/** What is passed on: what the page asks for. */
const PATHS = ['/api/picture', '/api/updates', '/api/stock'];

/** Milliseconds in which an answer has to begin. */
const ANSWER_MS = 10_000;

export interface RemoteOptions {
  /** Ends with a slash. */
  readonly url: string;
  /** That of the server at the address; undefined if it needs none. */
  readonly token: string | undefined;
}

/** The live page that is served elsewhere: requests for data go on to there, with the token, which the page need not know. */
export class RemoteHandler implements FetchHandler {
  readonly #options: RemoteOptions;
  readonly #access = new Access(undefined);

  private constructor(options: RemoteOptions) {
    this.#options = options;
  }

  /** @throws Error if no live page answers at the address. */
  static async open(options: RemoteOptions): Promise<RemoteHandler> {
    const handler = new RemoteHandler(options);
    const { url } = options;
    let response: Response;
    try {
      response = await handler.#ask('api/picture');
    } catch (error) {
      throw new Error(`${url} does not answer: ${causeOf(error)}`, { cause: error });
    }
    if (response.status === 401) {
      throw new Error(needsToken(url));
    }
    const picture: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
    if (Array.isArray((Object(picture) as Partial<WatchPicture>).charts)) return handler;
    throw new Error(`expected a live page of a shop at ${url}, got status ${response.status}`);
  }

  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const refused = this.#access.refusal(request, pathname !== '/');
    if (refused !== undefined) return refusal(...refused);
    if (request.method !== 'GET') return refusal(405, 'expected the method GET');
    try {
      if (pathname === '/') return await watchPage();
      if (!PATHS.includes(pathname)) return refusal(404, `there is nothing at ${pathname}`);
      const response = await this.#ask(`${pathname.slice(1)}${search}`);
      if (response.status !== 401) return passedOn(response);
      // The page would ask for a token that it has no use for.
      await response.body?.cancel();
      return refusal(502, needsToken(this.#options.url));
    } catch (error) {
      return refusal(502, `${this.#options.url} does not answer: ${causeOf(error)}`);
    }
  }

  close(): void {}

  async #ask(path: string): Promise<Response> {
    const { url, token } = this.#options;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    // An answer that has begun may go on as long as the page is viewed.
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(new Error('it takes too long')), ANSWER_MS);
    try {
      return await fetch(new URL(path, url), {
        headers,
        redirect: 'error',
        signal: waiting.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }
}

function needsToken(url: string): string {
  return `${url} needs its token: set STATECART_WATCH_TOKEN`;
}

/** Of an error of `fetch`, what is behind it. */
function causeOf(error: unknown): string {
  return show((error as Error).cause ?? error);
}
