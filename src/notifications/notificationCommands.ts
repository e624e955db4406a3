import * as check from '../base/check.ts';
import { refused } from '../commands/answer.ts';
import { type CommandContext, command, nobody } from '../commands/command.ts';
import type { ChannelWorker } from './channelWorker.ts';
import { readMessageId } from './messageId.ts';
import type { NotificationPart } from './notificationPart.ts';

/** The parts of the shop that commands to its notifications work on. */
export interface NotificationCommandContext extends CommandContext {
  readonly notifications: NotificationPart;
}

/** The commands of `shop.notifications`. */
export const notificationCommands = {
  pause: command({
    type: 'notifications.pause',
    commandClass: 'release',
    refusals: [],
    check: (channel: string) => check.id('channel', channel),
    userOf: nobody,
    run(context: NotificationCommandContext, channel) {
      const worker = requiredWorker(context, channel);
      worker.setPaused(true);
      return { ok: true, channel };
    },
  }),

  resume: command({
    type: 'notifications.resume',
    commandClass: 'release',
    refusals: [],
    check: (channel: string) => check.id('channel', channel),
    userOf: nobody,
    run(context: NotificationCommandContext, channel) {
      const worker = requiredWorker(context, channel);
      worker.setPaused(false);
      return { ok: true, channel };
    },
  }),

  retry: command({
    type: 'notifications.retry',
    commandClass: 'release',
    refusals: ['unknown-message'],
    check: (messageId: string) => check.id('messageId', messageId),
    userOf: nobody,
    run({ notifications }: NotificationCommandContext, messageId) {
      const { channel, seq } = readMessageId(messageId) ?? { channel: '', seq: 0 };
      const isRevived = notifications.workerOf(channel)?.revive(seq, messageId) ?? false;
      return isRevived ? { ok: true, messageId } : refused({ code: 'unknown-message', messageId });
    },
  }),
};

/** @throws ArgumentError that lists the channels if there is no such one. */
function requiredWorker(
  { notifications }: NotificationCommandContext,
  channel: string,
): ChannelWorker {
  const names = notifications.workers.map(({ name }) => name);
  const worker = notifications.workerOf(channel);
  if (worker !== undefined) return worker;
  const known = names.length === 0 ? 'none, since the shop has no channels' : names.join(', ');
  throw check.outOfRange('channel', `the name of a channel (${known})`, channel);
}
