import { once } from 'node:events';
import { WebSocket } from 'ws';
import { FIRST_MESSAGE_MS } from '../limits.ts';

/**
 * Asks the server of an inspector how many messages have been left out. It tells every new viewer first: others get the number
 * when there is room for it, which a busy shop may not leave.
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
