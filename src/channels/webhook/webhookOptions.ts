import * as check from '../../base/check.ts';
import {
  checkHttpChannelOptions,
  HTTP_CHANNEL_OPTIONS,
  type HttpChannelOptions,
} from '../http/channelOptions.ts';
import { checkTargetUrl } from '../http/targetUrl.ts';
import { checkCustomHeaders } from './customHeaders.ts';
import { checkSecrets } from './signature.ts';

export interface WebhookChannelOptions extends HttpChannelOptions {
  /** Where events are sent: `https:` or `http:`, without credentials. Redirects are not followed. */
  readonly url: string;
  /**
   * Signs the events, by Standard Webhooks: `whsec_` and 24 to 64 random bytes as base64. With several, each of them signs:
   * while receivers change to a new one, the old one goes on to be valid.
   */
  readonly secret: string | readonly string[];
  /** The types of the facts that are sent; those that become messages to people when left out. */
  readonly types?: readonly string[];
  /** Names the shop in events: a URI reference of at most 200 characters; `/statecart` when left out. */
  readonly source?: string;
  /** Further headers of each request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch milliseconds: the time at which events are signed. `Date.now` when left out. */
  readonly now?: () => number;
}

const MAX_SOURCE_LENGTH = 200;
/** The characters of a URI reference (RFC 3986). */
const URI_REFERENCE = /^([\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-fA-F]{2})+$/;

/** @throws ArgumentError if an option is something else. */
export function checkWebhookOptions(options: WebhookChannelOptions) {
  const own = ['url', 'secret', 'types', 'source', 'headers', 'now'] as const;
  check.fields('options', options, [...own, ...HTTP_CHANNEL_OPTIONS]);
  const { source = '/statecart', headers = {}, now = Date.now } = options;
  const general = checkHttpChannelOptions(options, 'webhook');
  return {
    ...general,
    url: checkTargetUrl('options.url', options.url, general),
    keys: checkSecrets('options.secret', options.secret),
    types: check.optional(options.types, checkTypes),
    source: checkSource(source),
    headers: checkCustomHeaders('options.headers', headers),
    now: check.callable('options.now', now),
  };
}

function checkTypes(types: unknown): readonly string[] {
  if (!Array.isArray(types)) throw check.wrongType('options.types', 'an array', types);
  return types.map((type, index) => check.id(`options.types[${index}]`, type));
}

function checkSource(source: unknown): string {
  const text = check.text('options.source', source, { max: MAX_SOURCE_LENGTH });
  if (URI_REFERENCE.test(text) && URL.canParse(text, 'https://shop.example')) return text;
  throw check.outOfRange('options.source', 'a URI reference', source);
}
