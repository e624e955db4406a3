import type { Message, PersonalChannel } from '../../notifications/channel.ts';
import type { PushSubscription } from '../../schema/pushSubscription.ts';
import { HttpClient } from '../http/httpClient.ts';
import { sendBatch } from '../http/sendBatch.ts';
import { targetFault } from '../http/targetUrl.ts';
import { failed, verdictOf } from '../http/verdict.ts';
import { DeliveredDevices } from './deliveredDevices.ts';
import { MAX_PARTIAL_ATTEMPTS } from './limits.ts';
import { checkPushOptions, type WebPushChannelOptions } from './pushOptions.ts';
import { pushPayload } from './pushPayload.ts';
import { pushRequest } from './pushRequest.ts';
import { type DeviceOutcome, pushResult } from './pushResult.ts';
import { isEndedService, isPushService } from './pushServices.ts';

/** One device that one message goes to. */
interface Device {
  readonly message: Message;
  readonly subscription: PushSubscription;
  /** That of its endpoint; undefined if it is no URL. */
  readonly url: URL | undefined;
}

/**
 * A channel that sends the short text of messages to browsers and devices that have subscribed: Web Push, encrypted and
 * with VAPID. It needs the package `web-push`. A service worker gets a `PushPayload` as JSON.
 *
 * A message goes to all subscriptions of its recipient. Those that push services answer 404 or 410 for are reported as
 * gone. When the push service of some devices fails (429, 5xx, or no answer), the message is tried again for them, and
 * not sent again to devices that have got it; once one device has it, the others have five attempts.
 *
 * Endpoints come from users. Those that are not `https:` or lead to a host that is not public fail without a request
 * unless `allowPrivate` is true. Without it, a server that is none of the browsers' push services cannot make the
 * channel wait, either.
 *
 * @param options the VAPID keys, and how messages are sent.
 * @throws ArgumentError if an option is something else.
 *
 * @example
 * const push = webPushChannel({ vapid: { subject: 'mailto:shop@shop.example', publicKey, privateKey } });
 */
export function webPushChannel(options: WebPushChannelOptions): PersonalChannel {
  const checked = checkPushOptions(options);
  const { name, allowPrivate, concurrency } = checked;
  const client = new HttpClient({ ...checked, now: Date.now });
  const delivered = new DeliveredDevices();
  const rules = { allowPrivate, httpsOnly: !allowPrivate };

  const send = async (
    { message, subscription, url }: Device,
    signal: AbortSignal,
  ): Promise<DeviceOutcome['verdict']> => {
    const fault = targetFault(url, rules);
    if (fault !== undefined) return failed(`endpoint: expected ${fault.expected}`);
    if (url === undefined || isEndedService(url)) return { status: 'gone' };
    const payload = pushPayload(message);
    if (payload === undefined) return failed('the message is too long for a push message');
    const outcome = await client.post(pushRequest(url, subscription, payload, checked), signal);
    if (!outcome.isAnswered && outcome.isPrivate) return failed(outcome.reason);
    if (outcome.isAnswered && GONE.includes(outcome.status)) return { status: 'gone' };
    const verdict = verdictOf(outcome);
    if (verdict.status === 'sent') delivered.add(message, subscription.endpoint);
    return verdict;
  };

  /** False for servers that only devices of one user may use. */
  const isShared = (url: URL | undefined) =>
    url !== undefined && (allowPrivate || isPushService(url));

  return {
    name,
    audience: 'people',
    canReach: ({ pushSubscriptions }) => pushSubscriptions.length > 0,
    async deliver(batch, { signal }) {
      const devices = batch.flatMap((message) => devicesOf(message, delivered));
      const serverOf = ({ url }: Device) => url?.origin ?? '';
      const verdicts = await sendBatch(devices, { send, concurrency, signal, serverOf });
      const outcomes = new Map<Message, DeviceOutcome[]>(batch.map((message) => [message, []]));
      devices.forEach(({ message, subscription, url }, index) => {
        const verdict = verdicts[index] as DeviceOutcome['verdict'];
        const { endpoint } = subscription;
        outcomes.get(message)?.push({ endpoint, verdict, isShared: isShared(url) });
      });
      const isUp = [...outcomes.values()].flat().some(hasGotThrough);
      return batch.map((message) => {
        const attempts = delivered.attemptsSince(message);
        const wasSent = attempts > 0;
        const retriesOthers = attempts < MAX_PARTIAL_ATTEMPTS;
        return pushResult(outcomes.get(message) ?? [], { wasSent, retriesOthers, isUp });
      });
    },
    close: () => client.close(),
  };
}

/** Statuses for a subscription that exists no longer. */
const GONE: readonly number[] = [404, 410];

/** The devices that have not got the message, each once. */
function devicesOf(message: Message, delivered: DeliveredDevices): Device[] {
  const byEndpoint = new Map(message.to.pushSubscriptions.map((each) => [each.endpoint, each]));
  return [...byEndpoint.values()]
    .filter(({ endpoint }) => !delivered.has(message, endpoint))
    .map((subscription) => {
      const { endpoint } = subscription;
      return { message, subscription, url: URL.canParse(endpoint) ? new URL(endpoint) : undefined };
    });
}

function hasGotThrough({ verdict, isShared }: DeviceOutcome): boolean {
  return isShared && (verdict.status === 'sent' || verdict.status === 'gone');
}
