import { once } from 'node:events';
import { WebSocket } from 'ws';
import { FIRST_MESSAGE_MS } from '../limits.ts';

/**
 * Reads how many messages the server of an inspector has left out. A new viewer gets this number with its first message; others
 * get it when the rate has room, which a busy shop may not leave.
 */
export async function readMessagesLeftOut(url: string): Promise<number> {
  const socket = new WebSocket(url.replace('http:', 'ws:'));
  try {
    const signal = AbortSignal.timeout(FIRST_MESSAGE_MS);
    const [data] = await once(socket, 'message', { signal });
    const { snapshot } = JSON.parse(String(data));
    const count: unknown = snapshot?.context?.messagesLeftOut;
    // The shop has no context before something was left out.
    return typeof count === 'number' ? count : 0;
  } finally {
    socket.terminate();
  }
}
