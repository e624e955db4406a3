import { type AnyStateMachine, fromTransition } from 'xstate';
import {
  auditStock,
  ORDER_FACTORY,
  type OrderContext,
  type OrderInput,
  type PlaceOrder,
} from '../../machines/index.ts';
import type { Item } from '../items/item.ts';
import type { Items } from '../items/items.ts';
import type { ActorKind, PassiveState } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import { type Migrate, migrationOf } from '../runtime/migration.ts';
import type { Part } from '../runtime/part.ts';
import type { Resumed } from '../runtime/passiveActors.ts';
import { orderRecords } from '../schema/order.ts';
import { restoreHolds } from '../stock/restoreHolds.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store/store.ts';
import type { KnownUser, Users } from '../users/users.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';
import { OrderArchive, type OrderNotes } from './orderArchive.ts';
import { type OrderIndex, StoredOrderIndex } from './orderIndex.ts';
import { OrderTable } from './orderTable.ts';

export interface OrderPartOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly users: Users;
  readonly stock: Stock;
  readonly machine: AnyStateMachine;
  readonly migrate: Migrate<'cart' | 'order'> | undefined;
}

/** The orders of a shop: one actor for each, the factory that creates them, and their holds. */
export class OrderPart implements Part {
  readonly kind: ActorKind;
  readonly kinds: readonly ActorKind[];
  readonly index: OrderIndex;
  readonly #engine: Engine;
  readonly #stock: Stock;
  /** Undefined when there is a durable store. */
  readonly #table: OrderTable | undefined;
  /** Orders that were active when the store was last used; cleared when their holds are restored. */
  #restored: OrderContext[] = [];

  constructor({ engine, store, users, stock, machine, migrate }: OrderPartOptions) {
    this.#engine = engine;
    this.#stock = stock;
    const memory = engine.isDurable ? undefined : orderMemory(users, stock.items);
    this.kind = {
      name: 'order',
      ...memory,
      machine: prepareMachine(machine),
      storesHistory: true,
      ...migrationOf('order', migrate),
      records: orderRecords,
      canPassivate: hasEnded,
      isDisposable: () => false,
      initialInput: () => undefined,
    };
    this.kinds = [this.kind];
    this.#table = memory?.residents;
    stock.holds.owners = this.#table;
    this.index = this.#table ?? new StoredOrderIndex({ engine, store, kind: this.kind });
  }

  restore({ kind, record }: Resumed): void {
    if (kind === this.kind) this.#restored.push(record.snapshot.context as OrderContext);
  }

  start(): void {
    restoreHolds(this.#stock.ledger, this.#restored);
    this.#restored = [];
    const factory = fromTransition((state: null, { order }: PlaceOrder) => {
      const actor = this.#engine.directory.create(this.kind, order.orderId, order);
      if (this.#table === undefined) this.index.add(order);
      else actor.notes = this.#notesOf(order, this.#table.add(order));
      return state;
    }, null);
    this.#engine.spawnService(ORDER_FACTORY, factory, {});
  }

  #notesOf({ orderId, userId, lines }: OrderInput, user: KnownUser | undefined): OrderNotes {
    const hold = this.#stock.holds.claim(orderId);
    // All entries of the ledger are items.
    const items = (hold?.entries ?? []) as readonly Item[];
    const skus = new Array<string | number>(items.length * 2);
    for (let index = 0; index < items.length; index++) {
      const item = items[index] as Item;
      // The item's own text may be another one, which would have to be compared by its characters.
      const sku = lines[index]?.sku;
      skus[index * 2] = sku === item.sku ? sku : item.sku;
      skus[index * 2 + 1] = item.index;
    }
    return { userId, userNumber: user?.index, skus, hold };
  }

  audit(): string[] {
    return auditStock(this.#stock.ledger, this.#contexts());
  }

  *#contexts(): Generator<OrderContext> {
    for (const { context } of this.#engine.directory.all(this.kind)) yield context as OrderContext;
  }
}

/** Where orders are when there is no durable store. */
function orderMemory(users: Users, items: Items) {
  const archive = new OrderArchive({
    skus: {
      numberOf: (sku) => items.get(sku)?.index,
      idOf: (index) => (items.at(index) as Item).sku,
    },
    users: {
      numberOf: (userId) => users.find(userId)?.index,
      idOf: (index) => (users.at(index) as KnownUser).user.userId,
    },
  });
  return { archive, residents: new OrderTable(users, archive) };
}

/** True when the order has ended. @throws Error if its stock is still held then. */
function hasEnded({ status, context }: PassiveState): boolean {
  const { orderId, stock } = context as OrderContext;
  if (status === 'done' && stock === 'held') {
    throw new Error(`order ${orderId} has ended with its stock still held`);
  }
  return status === 'done';
}
