/**
 * Why a request is no webhook of the shop:
 * - `missing-header`: one of the three headers of Standard Webhooks is missing, or is there twice.
 * - `bad-timestamp`: `webhook-timestamp` is no number of seconds.
 * - `too-old`, `too-new`: it was sent too long ago, or the clocks differ: perhaps a replay.
 * - `bad-signature`: no signature is of the secret, or the body is another one.
 * - `bad-body`: the signature is good, but the body is no event of a shop.
 */
export type WebhookVerificationCode =
  | 'missing-header'
  | 'bad-timestamp'
  | 'too-old'
  | 'too-new'
  | 'bad-signature'
  | 'bad-body';

/** Thrown by `verify`: the request is to be refused, with status 400 or 401. */
export class WebhookVerificationError extends Error {
  /** Why the request is no webhook of the shop. */
  readonly code: WebhookVerificationCode;

  /** Made by `verify`. @param code why. @param message the same in a sentence. */
  constructor(code: WebhookVerificationCode, message: string) {
    super(message);
    this.code = code;
  }
}

// On the prototype, as in the built-in errors.
Object.defineProperty(WebhookVerificationError.prototype, 'name', {
  value: 'WebhookVerificationError',
  writable: true,
  configurable: true,
});
