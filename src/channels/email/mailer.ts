import type { DeliveryResult } from '../../notifications/channel.ts';
import type { MailContent, MailDefaults } from './composeMail.ts';
import { sendBatch } from './sendBatch.ts';
import type { LineOptions } from './smtpLine.ts';
import { SmtpLines } from './smtpLines.ts';

/** What a channel sends its mails with. All of it can be cloned, or it is for the thread that it was made in. */
export interface MailerOptions {
  readonly line: LineOptions;
  readonly maxConnections: number;
  readonly defaults: MailDefaults;
}

export interface DeliverOptions {
  readonly signal: AbortSignal;
  /** Called with the index of each message at once when the server has accepted it. */
  readonly onSent?: (index: number) => void;
}

/** What sends the mails of a channel. */
export interface Mailer {
  /** As `deliver` of a channel. */
  deliver(
    batch: readonly MailContent[],
    options: DeliverOptions,
  ): Promise<readonly DeliveryResult[]>;
  /** Closes all connections; mails under way are to be tried again. */
  close(): unknown;
}

/** Sends mails in this thread. */
export function openMailer({ line, maxConnections, defaults }: MailerOptions): Mailer {
  const lines = new SmtpLines(line, maxConnections);
  return {
    deliver: (batch, { signal, onSent }) => sendBatch(batch, { lines, defaults, signal, onSent }),
    close: () => lines.close(),
  };
}
