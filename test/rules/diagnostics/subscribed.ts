import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach } from 'vitest';

const subscriptions: (() => void)[] = [];
afterEach(() => {
  for (const remove of subscriptions.splice(0)) remove();
});

/** Subscribes until the test ends. @returns a function that ends it before. */
export function subscribed(name: string, handler: (message: never) => void): () => void {
  const call = (message: unknown) => handler(message as never);
  subscribe(name, call);
  const remove = () => void unsubscribe(name, call);
  subscriptions.push(remove);
  return remove;
}
