/**
 * A channel that posts what happens in a shop to another system, as signed events, and what receivers verify them by.
 *
 * ```ts
 * import { webhookChannel } from 'statecart/webhook';
 *
 * const channel = webhookChannel({
 *   url: 'https://erp.example/events',
 *   secret, // whsec_...
 * });
 * ```
 *
 * @module statecart/webhook
 */
export type { HttpChannelOptions } from './channels/http/channelOptions.ts';
export type { CloudEvent } from './channels/webhook/cloudEvent.ts';
export { type VerifyOptions, verify } from './channels/webhook/verify.ts';
export { webhookChannel } from './channels/webhook/webhookChannel.ts';
export type { ReceivedHeaders } from './channels/webhook/webhookHeaders.ts';
export type { WebhookChannelOptions } from './channels/webhook/webhookOptions.ts';
export {
  type WebhookVerificationCode,
  WebhookVerificationError,
} from './channels/webhook/webhookVerificationError.ts';
