import { type AnyMachineSnapshot, type AnyStateMachine, fromTransition } from 'xstate';
import {
  auditStock,
  ORDER_FACTORY,
  type OrderContext,
  type PlaceOrder,
} from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import { type Migrate, migrationOf } from '../runtime/migration.ts';
import type { Part } from '../runtime/part.ts';
import type { Resumed } from '../runtime/passiveActors.ts';
import { orderRecords } from '../schema/order.ts';
import { orderIndexRecord } from '../schema/orderIndex.ts';
import { restoreHolds } from '../stock/restoreHolds.ts';
import type { Stock } from '../stock/stock.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';

export interface OrderPartOptions {
  readonly engine: Engine;
  readonly stock: Stock;
  readonly machine: AnyStateMachine;
  readonly migrate: Migrate<'cart' | 'order'> | undefined;
}

/** The orders of a shop: one actor for each, the factory that creates them, and their holds. */
export class OrderPart implements Part {
  readonly kind: ActorKind;
  readonly kinds: readonly ActorKind[];
  readonly #engine: Engine;
  readonly #stock: Stock;
  /** Orders that were active when the store was last used; cleared when their holds are restored. */
  #restored: OrderContext[] = [];

  constructor({ engine, stock, machine, migrate }: OrderPartOptions) {
    this.#engine = engine;
    this.#stock = stock;
    this.kind = {
      name: 'order',
      machine: prepareMachine(machine),
      storesHistory: true,
      ...migrationOf('order', migrate),
      records: orderRecords,
      canPassivate: hasEnded,
      isDisposable: () => false,
      initialInput: () => undefined,
    };
    this.kinds = [this.kind];
  }

  restore({ kind, record }: Resumed): void {
    if (kind === this.kind) this.#restored.push(record.snapshot.context as OrderContext);
  }

  start(): void {
    restoreHolds(this.#stock.ledger, this.#restored);
    this.#restored = [];
    const factory = fromTransition((state: null, { order }: PlaceOrder) => {
      const { orderId, userId, number } = order;
      this.#engine.directory.create(this.kind, orderId, order);
      this.#engine.stage(orderIndexRecord.put(orderIndexRecord.key(userId, number), orderId));
      return state;
    }, null);
    this.#engine.spawnService(ORDER_FACTORY, factory, {});
  }

  audit(): string[] {
    return auditStock(this.#stock.ledger, this.#contexts());
  }

  *#contexts(): Generator<OrderContext> {
    for (const { context } of this.#engine.directory.all(this.kind)) yield context as OrderContext;
  }
}

/** True when the order has ended. @throws Error if its stock is still held then. */
function hasEnded({ status, context }: AnyMachineSnapshot): boolean {
  const { orderId, stock } = context as OrderContext;
  if (status === 'done' && stock === 'held') {
    throw new Error(`order ${orderId} has ended with its stock still held`);
  }
  return status === 'done';
}
