import type { Engine } from '../runtime/engine.ts';
import { pushSubscriptionRecord } from '../schema/pushSubscription.ts';
import type { Store } from '../store/store.ts';
import type { EventMessage, Message } from './channel.ts';

/** Removes the push subscriptions that exist no longer from the user of a message, within a turn. */
export function forgetEndpoints(
  { engine, store }: { readonly engine: Engine; readonly store: Store },
  message: EventMessage,
  gone: readonly string[],
): void {
  const { userId } = (message as Partial<Message>).to ?? {};
  if (userId === undefined) return;
  const key = pushSubscriptionRecord.key(userId);
  const left = (pushSubscriptionRecord.get(store, key) ?? []).filter(
    ({ endpoint }) => !gone.includes(endpoint),
  );
  engine.stage(
    left.length === 0 ? pushSubscriptionRecord.delete(key) : pushSubscriptionRecord.put(key, left),
  );
}
