import type { Message, PersonalChannel } from '../../notifications/channel.ts';
import { HttpClient } from '../http/httpClient.ts';
import { sendBatch } from '../http/sendBatch.ts';
import { deliveryResults, failed, type Verdict } from '../http/verdict.ts';
import { EXPECTED_PHONE, phoneNumber } from './phoneNumber.ts';
import { smsText } from './smsText.ts';
import { checkTwilioOptions, type TwilioChannelOptions } from './twilioOptions.ts';
import { twilioVerdict } from './twilioVerdict.ts';

/**
 * A channel that sends the short text of messages by SMS, with the REST API of Twilio. It reaches those who have a
 * phone number; one that is not of the form `+` and 7 to 15 digits fails without a request.
 *
 * What Twilio refuses for the message is given up, such as a number that has opted out. A rate that is exceeded,
 * credentials that are refused, an account or a sender that is not there, and failures of Twilio or the network are
 * tried again. Twilio does not recognize a message that it gets twice: when an answer is lost, a person may get it twice.
 *
 * @param options the account, its credentials and the sender.
 * @throws ArgumentError if an option is something else.
 *
 * @example
 * const sms = twilioChannel({ accountSid, authToken, from: '+15550100100' });
 */
export function twilioChannel(options: TwilioChannelOptions): PersonalChannel {
  const checked = checkTwilioOptions(options);
  const { name, url, credentials, sender, maxSegments, concurrency } = checked;
  const client = new HttpClient({ ...checked, now: Date.now });
  const { user, password } = credentials;
  const encoded = Buffer.from(`${user}:${password}`).toString('base64');
  const headers = {
    authorization: `Basic ${encoded}`,
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'statecart',
  };
  const redact = (text: string) => text.replaceAll(encoded, '***').replaceAll(password, '***');
  const send = async (message: Message, signal: AbortSignal): Promise<Verdict> => {
    const phone = phoneNumber(message.to.phone ?? '');
    if (phone === undefined) return failed(`expected ${EXPECTED_PHONE}`);
    const form = { To: phone, ...sender, Body: smsText(message.short, maxSegments) };
    const body = new URLSearchParams(form).toString();
    return twilioVerdict(await client.post({ url, headers, body }, signal), redact);
  };
  return {
    name,
    audience: 'people',
    canReach: ({ phone }) => phone !== undefined && phone.trim() !== '',
    async deliver(batch, { signal }) {
      return deliveryResults(await sendBatch(batch, { send, concurrency, signal }));
    },
    close: () => client.close(),
  };
}
