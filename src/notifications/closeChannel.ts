import type { Channel } from './channel.ts';

/** Lets a channel release its connections. Nobody waits for that; a process warning says if it fails. */
export function closeChannel(channel: Channel): void {
  const close = async () => channel.close?.();
  close().catch((error) => {
    process.emitWarning(`the channel ${channel.name} has not closed: ${String(error)}`);
  });
}
