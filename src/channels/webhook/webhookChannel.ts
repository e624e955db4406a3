import type { EventMessage, SystemChannel } from '../../notifications/channel.ts';
import { HttpClient } from '../http/httpClient.ts';
import { sendBatch } from '../http/sendBatch.ts';
import { deliveryResults, failed, reasonOf, type Verdict, verdictOf } from '../http/verdict.ts';
import { redactor } from '../redactor.ts';
import { CLOUD_EVENT_TYPE, cloudEvent } from './cloudEvent.ts';
import { signatureHeader } from './signature.ts';
import { checkWebhookOptions, type WebhookChannelOptions } from './webhookOptions.ts';

/**
 * A channel that posts each fact as a signed event to a URL: CloudEvents 1.0 with the headers of Standard Webhooks
 * (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Receivers check them by `verify`, or by a library
 * of Standard Webhooks, and ignore events whose `webhook-id` they have had: an event may come twice.
 *
 * Any status of success takes an event. 408, 425, 429, 5xx and failures of the network are tried again, after the
 * time of `Retry-After` if there is one; all else, redirects and 410 Gone with it, is given up.
 *
 * @param options where events go, and the secret that signs them.
 * @throws ArgumentError if an option is something else.
 *
 * @example
 * const events = webhookChannel({ url: 'https://erp.example/events', secret });
 */
export function webhookChannel(options: WebhookChannelOptions): SystemChannel {
  const checked = checkWebhookOptions(options);
  const { name, url, keys, types, source, headers, concurrency, now } = checked;
  const client = new HttpClient(checked);
  const redact = redactor([...Object.values(headers), ...[options.secret].flat()]);
  const send = async (message: EventMessage, signal: AbortSignal): Promise<Verdict> => {
    const body = JSON.stringify(cloudEvent(message, source));
    const { id } = message;
    const timestamp = String(Math.floor(now() / 1000));
    const request = {
      url,
      headers: {
        'user-agent': 'statecart',
        ...headers,
        'content-type': CLOUD_EVENT_TYPE,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureHeader(keys, { id, timestamp, body }),
      },
      body,
    };
    const answer = await client.post(request, signal);
    const outcome = answer.isAnswered ? { ...answer, text: redact(answer.text) } : answer;
    if (!outcome.isAnswered || outcome.status !== 410) return verdictOf(outcome);
    return failed(`the receiver takes no more events: ${reasonOf(410, outcome.text)}`);
  };
  return {
    name,
    audience: 'systems',
    ...(types === undefined ? {} : { types }),
    async deliver(batch, { signal }) {
      return deliveryResults(await sendBatch(batch, { send, concurrency, signal }));
    },
    close: () => client.close(),
  };
}
