import type { SendMailOptions } from 'nodemailer';
import { domainOf, isEmailAddress } from '../../base/emailAddress.ts';
import type { Message, Recipient } from '../../notifications/channel.ts';
import { MAX_NAME_LENGTH } from './limits.ts';
import type { Mailbox } from './mailbox.ts';
import { oneLine } from './oneLine.ts';

/** What is the same for all mails of a channel. */
export interface MailDefaults {
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly headers: Readonly<Record<string, string>>;
}

/** The members of a message that its mail needs. */
export type MailContent = Pick<Message, 'id' | 'subject' | 'text' | 'html'> & {
  readonly to: Pick<Recipient, 'name' | 'email'>;
};

/**
 * The mail of a message. Its `Message-ID` is the same at each attempt, so that receivers recognize a second copy.
 *
 * @returns undefined if the recipient has no valid email address: one address, and no list.
 */
export function composeMail(
  message: MailContent,
  defaults: MailDefaults,
): SendMailOptions | undefined {
  const { to, id, subject, text, html } = message;
  const { from, replyTo, headers } = defaults;
  if (!isEmailAddress(to.email)) return undefined;
  return {
    from,
    ...(replyTo && { replyTo }),
    // Some servers refuse lines of more than 998 bytes (RFC 5322, 2.1.1).
    to: { name: oneLine(to.name ?? '').slice(0, MAX_NAME_LENGTH), address: to.email },
    subject: oneLine(subject),
    text,
    ...(html !== undefined && { html }),
    messageId: `<${id}@${domainOf(from.address)}>`,
    // RFC 3834: no vacation notes in answer to it.
    headers: { ...headers, 'Auto-Submitted': 'auto-generated' },
  };
}
