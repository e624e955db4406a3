import { get, type IncomingMessage } from 'node:http';
import type { View } from './view.ts';

/** The part of an update that says whether all actors have been counted. */
interface Update {
  readonly charts: readonly { readonly isComplete: boolean }[];
}

const LINE_END = '\n'.charCodeAt(0);

/**
 * Reads the updates that a live page gets, as fast as they come. Resolves when one of them says that the actors of all
 * charts have been counted.
 *
 * @throws Error if the server refuses them.
 */
export async function readUpdates(url: string): Promise<View> {
  const response = await open(new URL('/api/updates', url));
  const got = { messages: 0, bytes: 0 };
  let lineEnds = 0;
  /** The beginning of an update; undefined when they are no longer looked at. */
  let text: string | undefined = '';
  await new Promise<void>((resolve, reject) => {
    response.on('data', (bytes: Buffer) => {
      got.bytes += bytes.length;
      for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) {
        lineEnds++;
      }
      // An update is a line of its own, with an empty line after it.
      got.messages = Math.floor(lineEnds / 2);
      if (text === undefined) return;
      const updates = (text + bytes.toString()).split('\n\n');
      text = updates.pop();
      if (!updates.some(isComplete)) return;
      text = undefined;
      resolve();
    });
    response.once('close', () => reject(new Error('the updates have ended')));
  });
  return {
    got,
    async close() {
      response.destroy();
    },
  };
}

async function open(url: URL): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, resolve).once('error', reject);
  });
  if (response.statusCode === 200) return response;
  response.destroy();
  throw new Error(`expected the updates, got status ${response.statusCode}`);
}

function isComplete(event: string): boolean {
  const { charts } = JSON.parse(event.replace(/^data: /, '')) as Update;
  return charts.every((chart) => chart.isComplete);
}
