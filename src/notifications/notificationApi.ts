import type { DeliveryState } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { DEFAULT_PAGE_SIZE } from '../base/limits.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import type { MessageContent } from './channel.ts';
import type { ChannelWorker } from './channelWorker.ts';
import type { DeadLetter } from './deadLetters.ts';
import { type NotificationCommandContext, notificationCommands } from './notificationCommands.ts';
import { type PreviewSources, preview } from './preview.ts';

/** How a channel of notifications is. */
export interface ChannelStatus {
  /** The name of the channel. */
  readonly channel: string;
  /**
   * The state of the chart of deliveries: `idle`, `gathering`, `sending`, `throttled` (the rate is used up), `backingOff`,
   * `open` and `probing` (the channel fails), or `paused`.
   */
  readonly state: DeliveryState;
  /** Facts that the channel has still to read, whether they become messages or not. */
  readonly backlog: number;
  /** Messages in memory that have not been tried yet. */
  readonly waiting: number;
  /** Calls of the channel that it has not answered. */
  readonly underWay: number;
  /** Messages that wait for another attempt, or for an earlier message about the same. */
  readonly retrying: number;
  /** Dead letters. */
  readonly dead: number;
  /** Messages that were delivered since the shop was opened. */
  readonly sent: number;
  /** Attempts since then after which a message was to be tried again. */
  readonly retried: number;
  /** Messages that have become dead letters since then. */
  readonly failed: number;
  /** The last failure of the channel itself since then; left out without one. */
  readonly lastFailure?: {
    /** Why, in the words of the channel. */
    readonly reason: string;
    /** Epoch milliseconds. */
    readonly at: number;
  };
}

/** Which dead letters are listed. Each member may be left out. */
export interface DeadLetterOptions {
  /** Only those of this channel. */
  readonly channel?: string;
  /** The most that are returned; 100 when left out. */
  readonly limit?: number;
}

/**
 * The answer of a command to a channel or a dead letter, or why it was refused.
 *
 * @typeParam Name the command, such as `pause`.
 * @typeParam Result what a successful answer has beside `ok`.
 */
export type NotificationAnswer<
  Name extends keyof typeof notificationCommands,
  Result extends object,
> = Promise<Answer<Result, RefusalsOf<(typeof notificationCommands)[Name]>>>;

/** The notifications of a shop: `shop.notifications`. */
export interface Notifications {
  /** How each channel is, in the order of the option `notifications`. Takes microseconds. */
  status(): ChannelStatus[];
  /**
   * Messages that could not be delivered: channel by channel, the newest fact first.
   *
   * @param options all channels, and at most 100, when left out.
   */
  dead(options?: DeadLetterOptions): DeadLetter[];
  /**
   * Tries a dead letter again, however late it is. Refused with `unknown-message`.
   *
   * @param messageId the `id` of a dead letter.
   */
  retry(messageId: string): NotificationAnswer<'retry', { messageId: string }>;
  /**
   * What the message of a fact would be now. Nothing is sent.
   *
   * @param type the type of a fact that becomes a message.
   * @param id what it is about: the id of the order, of the user of a cart, of a dead letter, or the SKU of a product.
   * @returns undefined if there is no such order, product or user, or if the template sends nothing.
   * @throws Error if the template throws, or makes what cannot be sent.
   */
  preview(type: string, id: string): MessageContent | undefined;
  /**
   * Sends nothing more over a channel until {@link Notifications.resume}, also after the shop is opened again.
   *
   * @param channel its name; misuse if there is no such channel.
   */
  pause(channel: string): NotificationAnswer<'pause', { channel: string }>;
  /**
   * Goes on with a channel that was paused, or that fails and would wait before it tries again.
   *
   * @param channel its name; misuse if there is no such channel.
   */
  resume(channel: string): NotificationAnswer<'resume', { channel: string }>;
}

/** Makes the API of notifications. */
export function createNotificationApi(
  context: NotificationCommandContext & PreviewSources,
): Notifications {
  const { workers } = context.notifications;
  return {
    ...bindCommands(notificationCommands, context),

    status: () => workers.map(statusOf),

    dead(options = {}) {
      check.fields('options', options, ['channel', 'limit']);
      const names = workers.map(({ name }) => name);
      const channel = check.optional(options.channel, (value) =>
        check.oneOf('channel', value, names),
      );
      const limit =
        check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_PAGE_SIZE;
      const letters: DeadLetter[] = [];
      for (const worker of workers) {
        if (channel !== undefined && worker.name !== channel) continue;
        for (const letter of worker.ledger.dead.list()) {
          if (letters.length === limit) return letters;
          letters.push(letter);
        }
      }
      return letters;
    },

    preview: (type, id) => preview(context, type, check.id('id', id)),
  };
}

function statusOf(worker: ChannelWorker): ChannelStatus {
  const { ledger, counts, lastFailure } = worker;
  return {
    channel: worker.name,
    state: worker.actor.state,
    backlog: worker.feed.backlog,
    waiting: ledger.queue.waiting,
    underWay: worker.underWay,
    retrying: ledger.queue.retrying,
    dead: ledger.dead.count,
    ...counts,
    ...(lastFailure !== undefined && { lastFailure }),
  };
}
