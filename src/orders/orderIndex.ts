import type { AnyMachineSnapshot } from 'xstate';
import type { OrderContext, OrderInput } from '../../machines/index.ts';
import type { ActorKind, ActorState } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import { orderIndexRecord } from '../schema/orderIndex.ts';
import type { Key, Store } from '../store/store.ts';

/** Finds the orders of a user. */
export interface OrderIndex {
  /** Adds an order that has just been created. */
  add(order: OrderInput): void;
  /**
   * The orders of a user, newest first.
   *
   * @param before the id of an existing order: only orders that were placed before it.
   */
  ordersOf(userId: string, before?: string): Iterable<ActorState>;
  /** The ids of the orders of a user, newest first. */
  idsOf(userId: string): Iterable<string>;
}

export interface StoredOrderIndexOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly kind: ActorKind;
}

/** The index in a durable store. */
export class StoredOrderIndex implements OrderIndex {
  readonly #options: StoredOrderIndexOptions;

  constructor(options: StoredOrderIndexOptions) {
    this.#options = options;
  }

  add({ orderId, userId, number }: OrderInput): void {
    const key = orderIndexRecord.key(userId, number);
    this.#options.engine.stage(orderIndexRecord.put(key, orderId));
  }

  *ordersOf(userId: string, before?: string): Generator<ActorState> {
    const { engine, store, kind } = this.#options;
    const prefix = [...orderIndexRecord.prefix, userId];
    const bound = before === undefined ? {} : { before: this.#keyBefore(userId, before) };
    for (const [, orderId] of orderIndexRecord.range(store, { prefix, reverse: true, ...bound })) {
      const snapshot = engine.directory.peek(kind, orderId);
      if (snapshot !== undefined) yield snapshot;
    }
  }

  *idsOf(userId: string): Generator<string> {
    const prefix = [...orderIndexRecord.prefix, userId];
    const range = orderIndexRecord.range(this.#options.store, { prefix, reverse: true });
    for (const [, orderId] of range) yield orderId;
  }

  #keyBefore(userId: string, orderId: string): Key {
    const { engine, kind } = this.#options;
    const snapshot = engine.directory.peek(kind, orderId) as AnyMachineSnapshot;
    const { number } = snapshot.context as OrderContext;
    return orderIndexRecord.key(userId, number);
  }
}
