/**
 * A channel that sends messages to browsers and devices: Web Push. Needs the package `web-push`.
 *
 * ```ts
 * import { webPushChannel } from 'statecart/push';
 *
 * const channel = webPushChannel({
 *   vapid: { subject: 'mailto:shop@shop.example', publicKey, privateKey },
 * });
 * ```
 *
 * @module statecart/push
 */
export type { HttpChannelOptions } from './channels/http/channelOptions.ts';
export type { VapidDetails, WebPushChannelOptions } from './channels/push/pushOptions.ts';
export type { PushPayload } from './channels/push/pushPayload.ts';
export { webPushChannel } from './channels/push/webPushChannel.ts';
