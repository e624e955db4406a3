/** Bounds of the service, each with its reason. */

export const DEFAULT_PORT = 3000;

export const PORT_RANGE = { min: 0, max: 65_535 };

/** Of a body, in bytes: the longest one is a product with its description. */
export const MAX_BODY_BYTES = 16 * 1024;

/** How long a client may take to send a request, in milliseconds: slow ones hold connections. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** What the shop takes as an id, a SKU or an idempotency key. */
export const MAX_ID_LENGTH = 256;

/** Of a name or the reason of a cancellation. A shop takes more, but these are shown on pages and in mails. */
export const MAX_NAME_LENGTH = 200;

/** What the shop takes as a text to search for. */
export const MAX_QUERY_LENGTH = 1000;

/** Products or orders on a page at most: a visitor chooses the number. */
export const MAX_PAGE_SIZE = 100;

/** After a stop signal, requests have this long to finish, in milliseconds; then their connections are closed. */
export const DRAIN_MS = 10_000;

/** Facts of a shop in memory are kept this long, so that a stream can go on after a lost connection. */
export const RESUME_MS = 10 * 60_000;

/** Bounds of the streams of facts. */
export interface StreamLimits {
  /** Open streams of all users: each takes a socket and some kilobytes. */
  readonly maxStreams: number;
  /** Open streams of one user: a few tabs and devices. */
  readonly maxStreamsPerUser: number;
  /** Bytes that wait for one reader. A slower one is cut off; it comes back and goes on where it was. */
  readonly maxWaitingBytes: number;
  /** Facts of all users that are read again when one of them comes back. */
  readonly maxCatchUp: number;
  /** How long a reader who is catching up may take nothing, in milliseconds. */
  readonly stallMs: number;
  /** Between two signs of life: proxies close connections on which nothing is sent for a minute. */
  readonly heartbeatMs: number;
}

export const STREAM_LIMITS: StreamLimits = {
  maxStreams: 10_000,
  maxStreamsPerUser: 4,
  maxWaitingBytes: 256 * 1024,
  maxCatchUp: 10_000,
  stallMs: 5000,
  heartbeatMs: 20_000,
};
