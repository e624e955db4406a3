/** What a checkout with an idempotency key asks for, as far as a repeat of it has to ask for the same. */
export interface KeyedRequest {
  /** A fingerprint of the options that were given. */
  readonly options: number;
  /** A fingerprint of the lines of the cart, in any order; {@link NO_LINES} for an empty cart. */
  readonly lines: number;
}

/** The fingerprint of the lines of an empty cart. */
export const NO_LINES = 0;

/** Both fingerprints of a checkout that was stored without them, by an earlier version. */
export const UNKNOWN_REQUEST = -1;

/**
 * True when a second checkout with an idempotency key repeats the first one: its options are the same,
 * and the cart is as the first one has left it, or has the same lines again. An order has emptied the
 * cart, a refusal has left it as it was. Everything repeats a checkout whose fingerprints are unknown.
 *
 * A key that comes again with something else is an error of the client, as it is in
 * draft-ietf-httpapi-idempotency-key-header (section 2.7) and in
 * https://docs.stripe.com/api/idempotent_requests.
 *
 * @param hasOrder true when the first one has become an order.
 */
export function isRepeat(first: KeyedRequest, hasOrder: boolean, second: KeyedRequest): boolean {
  if (first.options === UNKNOWN_REQUEST) return true;
  if (first.options !== second.options) return false;
  return first.lines === second.lines || (hasOrder && second.lines === NO_LINES);
}
