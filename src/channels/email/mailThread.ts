import { type ResourceLimits, SHARE_ENV, Worker } from 'node:worker_threads';
import { toError } from '../../base/toError.ts';
import { workerScript } from '../../base/workerScript.ts';
import type { DeliveryResult } from '../../notifications/channel.ts';
import type { MailContent } from './composeMail.ts';
import { channelRetry, shortReason } from './failureResult.ts';
import type { DeliverOptions, Mailer, MailerOptions } from './mailer.ts';
import { MailLink } from './mailLink.ts';
import { mailProgram } from './mailProgram.js';
import { oneLine } from './oneLine.ts';

/** What is run as the mail thread. */
export interface MailThreadSettings {
  /** A text of CommonJS that serves the messages of `mailMessages.ts`. */
  readonly program?: string;
  readonly resourceLimits?: ResourceLimits;
}

/**
 * Sends mails in a thread of its own, which starts with the first batch. When that thread ends by itself, all mails
 * under way are to be tried again, and the next batch starts another one.
 */
export class MailThread implements Mailer {
  readonly #options: MailerOptions;
  readonly #settings: MailThreadSettings;
  #link: MailLink | undefined;
  #isClosed = false;

  constructor(options: MailerOptions, settings: MailThreadSettings = {}) {
    this.#options = options;
    this.#settings = settings;
  }

  async deliver(
    batch: readonly MailContent[],
    { signal }: DeliverOptions,
  ): Promise<readonly DeliveryResult[]> {
    const all = (reason: string) => batch.map(() => channelRetry(reason));
    if (signal.aborted) return all('the delivery was aborted');
    if (this.#isClosed) return all('the channel is closed');
    let link: MailLink;
    try {
      link = this.#open();
    } catch (error) {
      return all(this.#describe(error));
    }
    return link.deliver(batch, signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#link?.stop('the channel is closed');
  }

  /** The thread that runs, or else a new one. */
  #open(): MailLink {
    if (this.#link !== undefined && !this.#link.hasEnded) return this.#link;
    const { program = mailProgram, resourceLimits } = this.#settings;
    const worker = new Worker(workerScript('nodemailer', program), {
      eval: true,
      workerData: this.#options,
      // Without the flags of the process, which are not meant for it.
      execArgv: [],
      // Node.js reads some settings of TLS from the environment.
      env: SHARE_ENV,
      ...(resourceLimits && { resourceLimits }),
    });
    this.#link = new MailLink(worker, (error) => this.#describe(error));
    return this.#link;
  }

  /** Why the thread has failed. The thread knows the password: a text that has it is not shown. */
  #describe(error: unknown): string {
    const text = oneLine(toError(error).message);
    const password = this.#options.line.server.auth?.pass;
    const isSecret = password !== undefined && text.includes(password);
    return shortReason(`the mail thread has failed: ${isSecret ? 'unknown error' : text}`);
  }
}
