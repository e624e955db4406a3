import type { ConnectionOptions } from 'node:tls';
import * as check from '../../base/check.ts';
import { isPlainObject } from '../../base/isPlainObject.ts';
import type { DeliveryResult, PersonalChannel } from '../../notifications/channel.ts';
import { redactor } from '../redactor.ts';
import { cloneMembers } from './cloneMembers.ts';
import { checkHeaders } from './extraHeaders.ts';
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_TIMEOUT_MS,
  MAX_CONNECTIONS,
  MAX_TIMEOUT_MS,
} from './limits.ts';
import { type Mailbox, parseMailbox } from './mailbox.ts';
import { openMailer } from './mailer.ts';
import { MailThread } from './mailThread.ts';
import { parseSmtpUrl } from './smtpServer.ts';

/** The mail server, and how mails are sent over it. */
export interface SmtpChannelOptions {
  /**
   * The mail server: `smtps://user:password@host:port`, or `smtp://` for a connection that is upgraded by STARTTLS if
   * the server has it. Ports are 465 and 587 when left out. Special characters of user and password are
   * percent-encoded, as by `encodeURIComponent`.
   */
  readonly url: string;
  /** The sender of all mails, such as `Shop <orders@example.com>`. */
  readonly from: string;
  /** Where answers go, in the same form. To the sender when left out. */
  readonly replyTo?: string;
  /** What preferences and records name the channel by: 1 to 32 of a-z, 0-9, `-` and `_`. `email` when left out. */
  readonly name?: string;
  /** Headers of each mail, such as one by which the provider counts. At most 20, and none that the mail has anyway. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Connections at the same time, 1 to 100; 5 when left out. The server has to allow as many. */
  readonly maxConnections?: number;
  /** Milliseconds for opening a connection, and for each answer of the server, up to 600,000. 15,000 when left out. */
  readonly timeoutMs?: number;
  /** For the TLS connection, such as `{ ca }` for a server whose certificate no public authority has signed. */
  readonly tls?: ConnectionOptions;
  /**
   * True when nothing may be sent to the server without TLS. When left out, TLS is required if the URL has a password
   * and the host is not this machine.
   */
  readonly requireTls?: boolean;
  /**
   * True when the connections run in a thread of their own, which starts with the first delivery: the thread of the
   * shop then only hands over the contents of mails. Worth it from some hundred mails a second on. The members of `tls`
   * must not be functions, and in a bundle, `nodemailer` has to stay a package of its own. False when left out.
   */
  readonly thread?: boolean;
}

const OPTIONS = [
  ...(['url', 'from', 'replyTo', 'name', 'headers'] as const),
  ...(['maxConnections', 'timeoutMs', 'tls', 'requireTls', 'thread'] as const),
];

const CHANNEL_NAME = /^[a-z0-9_-]{1,32}$/;

/**
 * A channel that sends messages as email, over connections to one SMTP server that are kept open between mails. A
 * message is sent when the server has accepted it; whether it arrives is known to that server.
 *
 * A recipient or a content that the server refuses for good (5xx) makes a dead letter. All else is tried again: a
 * message that it refuses for now (4xx) alone, and the whole channel if the server cannot be reached, its
 * certificate is not trusted, or it refuses the sender or the password.
 *
 * @param options the server and the sender; all else has a default.
 * @throws ArgumentError if an option is unknown or wrong. The error does not contain the password.
 *
 * @example
 * const email = smtpChannel({ url: 'smtp://localhost:2525', from: 'Shop <orders@example.com>' });
 */
export function smtpChannel(options: SmtpChannelOptions): PersonalChannel {
  check.fields('options', options, OPTIONS);
  const name = options.name ?? 'email';
  if (!CHANNEL_NAME.test(check.text('options.name', name))) {
    throw check.outOfRange('options.name', '1 to 32 of a-z, 0-9, - and _', name);
  }
  const requireTls = check.optional(options.requireTls, (value) =>
    check.boolean('options.requireTls', value),
  );
  const thread = check.boolean('options.thread', options.thread ?? false);
  const tls = check.optional(options.tls, (value) => {
    if (!isPlainObject(value)) throw check.wrongType('options.tls', 'a plain object', value);
    return (thread ? cloneMembers('options.tls', value) : { ...value }) as ConnectionOptions;
  });
  const { maxConnections = DEFAULT_CONNECTIONS, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  check.wholeNumber('options.maxConnections', maxConnections, { min: 1, max: MAX_CONNECTIONS });
  check.wholeNumber('options.timeoutMs', timeoutMs, { min: 1, max: MAX_TIMEOUT_MS });
  const server = parseSmtpUrl('options.url', options.url, requireTls);
  const replyTo = check.optional(options.replyTo, (value) => mailbox('options.replyTo', value));
  const defaults = {
    from: mailbox('options.from', options.from),
    ...(replyTo && { replyTo }),
    headers: checkHeaders('options.headers', options.headers ?? {}),
  };
  const line = { server, timeoutMs, ...(tls && { tls }) };
  const mailerOptions = { line, maxConnections, defaults };
  const mailer = thread ? new MailThread(mailerOptions) : openMailer(mailerOptions);
  const redact = redactor(server.auth ? [server.auth.pass] : []);
  return {
    name,
    audience: 'people',
    // One that is no valid address makes a dead letter, so that it is noticed.
    canReach: ({ email }) => email !== undefined && email !== '',
    async deliver(batch, { signal }) {
      const results = await mailer.deliver(batch, { signal });
      return results.map((result) => withoutSecrets(result, redact));
    },
    close: () => mailer.close(),
  };
}

/** Some servers quote a password that they refuse. */
function withoutSecrets(result: DeliveryResult, redact: (text: string) => string): DeliveryResult {
  if (typeof result !== 'object' || !('reason' in result) || !result.reason) return result;
  return { ...result, reason: redact(result.reason) };
}

function mailbox(name: string, value: unknown): Mailbox {
  const found = parseMailbox(check.text(name, value));
  if (found !== undefined) return found;
  throw check.outOfRange(name, "an address such as 'Shop <orders@example.com>'", value);
}
