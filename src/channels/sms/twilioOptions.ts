import * as check from '../../base/check.ts';
import {
  checkHttpChannelOptions,
  HTTP_CHANNEL_OPTIONS,
  type HttpChannelOptions,
} from '../http/channelOptions.ts';
import { checkSecret } from '../http/checkSecret.ts';
import { checkTargetUrl } from '../http/targetUrl.ts';

/** The credentials are `authToken`, or `apiKey` and `apiSecret`; the sender is `from` or `messagingServiceSid`. */
export interface TwilioChannelOptions extends HttpChannelOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  /** The token of the account; given without `apiKey`. */
  readonly authToken?: string;
  /** `SK` and 32 hexadecimal digits: a key that can be revoked, unlike the token of the account. */
  readonly apiKey?: string;
  /** The secret that belongs to `apiKey`. */
  readonly apiSecret?: string;
  /** A phone number with `+`, a short code, or the name of a sender. */
  readonly from?: string;
  /** `MG` and 32 hexadecimal digits: the service chooses the sender. */
  readonly messagingServiceSid?: string;
  /** `https:` and a host (`http:` only with `allowPrivate`); `https://api.twilio.com` when left out. */
  readonly baseUrl?: string;
  /**
   * Cuts texts to as many segments as are to be paid for: 1 to 10. Texts are cut to 1,600 characters when left out.
   */
  readonly maxSegments?: number;
}

const SENDER = /^[!-~]([ -~]{0,62}[!-~])?$/;
const MAX_SEGMENTS = 10;

/** @throws ArgumentError if an option is something else. Its message shows no credentials. */
export function checkTwilioOptions(options: TwilioChannelOptions) {
  const own = ['accountSid', 'authToken', 'apiKey', 'apiSecret', 'from'] as const;
  const more = ['messagingServiceSid', 'baseUrl', 'maxSegments'] as const;
  check.fields('options', options, [...own, ...more, ...HTTP_CHANNEL_OPTIONS]);
  const general = checkHttpChannelOptions(options, 'sms');
  const accountSid = sid('options.accountSid', options.accountSid, 'AC');
  const { maxSegments } = options;
  if (maxSegments !== undefined) {
    check.wholeNumber('options.maxSegments', maxSegments, { min: 1, max: MAX_SEGMENTS });
  }
  return {
    ...general,
    url: messagesUrl(options.baseUrl ?? 'https://api.twilio.com', accountSid, general.allowPrivate),
    credentials: checkCredentials(options, accountSid),
    sender: checkSender(options),
    maxSegments,
  };
}

function messagesUrl(baseUrl: string, accountSid: string, allowPrivate: boolean): URL {
  const rules = { allowPrivate, httpsOnly: !allowPrivate };
  const base = checkTargetUrl('options.baseUrl', baseUrl, rules);
  if (base.search !== '' || base.hash !== '') {
    throw check.outOfRange('options.baseUrl', 'a URL without ? and #', baseUrl);
  }
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  return new URL(base.href.replace(/\/+$/, '') + path);
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

function checkCredentials(options: TwilioChannelOptions, accountSid: string): Credentials {
  const { authToken, apiKey, apiSecret } = options;
  const hasKey = apiKey !== undefined || apiSecret !== undefined;
  if (hasKey === (authToken !== undefined)) {
    const got = hasKey ? 'all of them' : 'none of them';
    throw check.wrongType('options', 'either authToken, or apiKey and apiSecret', undefined, got);
  }
  if (!hasKey) return { user: accountSid, password: password('options.authToken', authToken) };
  const user = sid('options.apiKey', apiKey, 'SK');
  return { user, password: password('options.apiSecret', apiSecret) };
}

function password(name: string, value: unknown): string {
  const expected = '1 to 200 printable characters of ASCII without spaces';
  return checkSecret(name, value, (text) => /^[!-~]{1,200}$/.test(text), expected);
}

function checkSender(options: TwilioChannelOptions): Readonly<Record<string, string>> {
  const { from, messagingServiceSid } = options;
  if ((from === undefined) === (messagingServiceSid === undefined)) {
    const got = from === undefined ? 'none of them' : 'both';
    throw check.wrongType('options', 'either from or messagingServiceSid', undefined, got);
  }
  if (from === undefined) {
    return { MessagingServiceSid: sid('options.messagingServiceSid', messagingServiceSid, 'MG') };
  }
  if (SENDER.test(check.text('options.from', from))) return { From: from };
  throw check.outOfRange('options.from', 'a phone number or the name of a sender', from);
}

function sid(name: string, value: unknown, prefix: string): string {
  const text = check.text(name, value);
  if (new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(text)) return text;
  // It may be a token that was put in the wrong place.
  const shown = `another ${text.length} characters`;
  throw check.outOfRange(name, `${prefix} and 32 hexadecimal digits`, undefined, shown);
}
