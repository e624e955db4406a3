/** What the gateway says of a charge. Anything else (no answer, a status 5xx) leaves open whether the card was charged. */
export type Outcome = 'approved' | 'declined';

/** A request for money. */
export interface Charge {
  /** The idempotency key: the gateway charges once for each. */
  readonly key: string;
  readonly card: string;
  readonly amountMinor: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** @throws if the outcome is not known. */
export type ChargeCard = (charge: Charge, signal: AbortSignal) => Promise<Outcome>;

/** Charges cards over a gateway. `signal` gives a request up when its order does not wait for it any more. */
export function chargeCardAt(gatewayUrl: string): ChargeCard {
  return async ({ key, ...body }, signal) => {
    const response = await fetch(`${gatewayUrl}/charges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok) throw new Error(`the gateway has answered ${response.status}`);
    const { outcome } = (await response.json()) as { outcome?: unknown };
    if (outcome === 'approved' || outcome === 'declined') return outcome;
    throw new Error('the gateway has answered something else');
  };
}
