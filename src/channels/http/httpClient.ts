import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { IDLE_CONNECTION_MS, MAX_ANSWER_BYTES, MAX_IDLE_CONNECTIONS } from './limits.ts';
import { PRIVATE_ADDRESS, publicLookup } from './publicLookup.ts';
import { retryAfter } from './retryAfter.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The answer of a server. */
export interface Answered {
  readonly isAnswered: true;
  readonly status: number;
  /** The beginning of the body; empty with a status of success, since nothing reads it then. */
  readonly text: string;
  /** What the server asks for by `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** No answer, or none by HTTP. */
export interface Unanswered {
  readonly isAnswered: false;
  readonly reason: string;
  /** True when nothing was sent, because the host name has a private address. */
  readonly isPrivate: boolean;
}

export type HttpOutcome = Answered | Unanswered;

export interface HttpClientOptions {
  /** Milliseconds from the start of a request to the end of its answer. */
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
  /** Epoch milliseconds: for dates in `Retry-After`. */
  readonly now: () => number;
}

/**
 * Sends POST requests, follows no redirects, and reads the beginning of answers only.
 *
 * It uses `node:http` rather than `fetch`: only with it can the address of a connection be checked when the connection
 * is made (see `publicLookup`), and connections be released when the shop is closed.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #lookup: { readonly lookup?: LookupFunction };
  readonly #httpAgent = new http.Agent(AGENT_OPTIONS);
  readonly #httpsAgent = new https.Agent(AGENT_OPTIONS);

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#lookup = options.allowPrivate ? {} : { lookup: publicLookup };
  }

  /** Rejects only if a header is none of HTTP. Once the signal aborts, nothing more is sent or read. */
  post({ url, headers, body }: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
    if (signal.aborted) return Promise.resolve(unanswered('not sent: aborted'));
    const { timeoutMs, now } = this.#options;
    return new Promise((resolve) => {
      const request = this.#start(url, headers);
      let outcome = unanswered;
      const answer = (reason: string) => {
        signal.removeEventListener('abort', abort);
        resolve(outcome(reason));
      };
      const stop = (reason: string) => {
        answer(reason);
        request.destroy();
      };
      const abort = () => stop('aborted');
      const timer = setTimeout(() => stop(`no answer within ${timeoutMs} ms`), timeoutMs);
      signal.addEventListener('abort', abort, { once: true });
      request.on('error', (error: NodeJS.ErrnoException) => {
        outcome = outcome === unanswered ? () => networkFault(error) : outcome;
        answer('');
      });
      // The last event of each request.
      request.on('close', () => {
        clearTimeout(timer);
        answer('closed without an answer');
      });
      request.on('response', (response) => {
        const read = new BodyStart();
        outcome = () => answered(response, read.text(), now());
        // What the body says does not matter. It is read so that the connection can be used again.
        if (isSuccess(response.statusCode)) answer('');
        response.on('data', (chunk: Buffer) => {
          if (!read.add(chunk)) stop('');
        });
        response.on('end', () => answer(''));
        response.on('error', () => answer(''));
      });
      request.end(body);
    });
  }

  /** Closes all connections; requests under way end without an answer. */
  close(): void {
    this.#httpAgent.destroy();
    this.#httpsAgent.destroy();
  }

  #start(url: URL, headers: HttpRequest['headers']): http.ClientRequest {
    const options = { method: 'POST', headers, ...this.#lookup };
    return url.protocol === 'https:'
      ? https.request(url, { ...options, agent: this.#httpsAgent })
      : http.request(url, { ...options, agent: this.#httpAgent });
  }
}

const AGENT_OPTIONS = {
  keepAlive: true,
  maxFreeSockets: MAX_IDLE_CONNECTIONS,
  timeout: IDLE_CONNECTION_MS,
} as const;

/** The first bytes of a body. */
class BodyStart {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  /** @returns false once there are more than are read. */
  add(chunk: Buffer): boolean {
    const left = MAX_ANSWER_BYTES - this.#size;
    this.#chunks.push(Buffer.from(chunk.subarray(0, left)));
    this.#size += Math.min(chunk.length, left);
    return chunk.length <= left;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}

export function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status <= 299;
}

function answered(response: http.IncomingMessage, text: string, now: number): HttpOutcome {
  const retryAfterMs = retryAfter(response.headers['retry-after'], now);
  const answer = { isAnswered: true, status: response.statusCode ?? 0, text } as const;
  return retryAfterMs === undefined ? answer : { ...answer, retryAfterMs };
}

function unanswered(reason: string): HttpOutcome {
  return { isAnswered: false, reason, isPrivate: false };
}

function networkFault({ code, message }: NodeJS.ErrnoException): HttpOutcome {
  // An attempt with several addresses fails with an AggregateError, whose message is empty.
  const reason = message === '' ? (code ?? 'network error') : message;
  return { isAnswered: false, reason, isPrivate: code === PRIVATE_ADDRESS };
}
