import * as check from '../../base/check.ts';
import type { Message, PersonalChannel, Recipient } from '../../notifications/channel.ts';
import { print } from '../../terminal/output.ts';
import { oneLine } from '../../terminal/printable.ts';

/** What a channel that prints is made with. Each member may be left out. */
export interface ConsoleChannelOptions {
  /** The name of the channel; `console` when left out. */
  readonly name?: string;
  /** Where the lines go, each with a line break at its end; to the standard output when left out. */
  readonly print?: (line: string) => unknown;
}

/**
 * A channel that prints messages in place of sending them: one line with the reader, the subject and the short text. It
 * reaches everybody.
 *
 * @param options where the lines go, and what the channel is called.
 * @throws ArgumentError if an option is unknown or of another type.
 * @example
 * const shop = await createShop({ notifications: { channels: [consoleChannel()] } });
 */
export function consoleChannel(options: ConsoleChannelOptions = {}): PersonalChannel {
  check.fields('options', options, ['name', 'print']);
  const name = check.optional(options.name, (value) => check.text('name', value)) ?? 'console';
  const write = check.optional(options.print, (value) =>
    check.callable('print', value as (line: string) => unknown),
  );
  return {
    name,
    async deliver(batch) {
      for (const message of batch) (write ?? print)(`${lineOf(name, message)}\n`);
      return batch.map(() => 'sent');
    },
  };
}

function lineOf(name: string, { to, subject, short }: Message): string {
  // Most short texts begin with the subject.
  if (short.startsWith(subject)) return oneLine(`[${name} to ${readerOf(to)}] ${short}`);
  return oneLine(`[${name} to ${readerOf(to)}] ${subject}: ${short}`);
}

function readerOf({ name, userId }: Recipient): string {
  return name ?? userId ?? 'the owner of the shop';
}
