/**
 * A channel that sends messages by SMS, with the REST API of Twilio.
 *
 * ```ts
 * import { twilioChannel } from 'statecart/sms';
 *
 * const channel = twilioChannel({ accountSid, authToken, from: '+15550100100' });
 * ```
 *
 * @module statecart/sms
 */
export type { HttpChannelOptions } from './channels/http/channelOptions.ts';
export { twilioChannel } from './channels/sms/twilioChannel.ts';
export type { TwilioChannelOptions } from './channels/sms/twilioOptions.ts';
