import type { Channel } from './channel.ts';
import { reasonOf } from './reasonText.ts';

/** Lets a channel release its connections. Resolves when it has; a process warning says if it fails. */
export async function closeChannel(channel: Channel): Promise<void> {
  try {
    await channel.close?.();
  } catch (error) {
    process.emitWarning(`the channel ${channel.name} has not closed: ${reasonOf(error)}`);
  }
}
