import type { AnyStateMachine } from 'xstate';
import {
  AllowanceAudit,
  auditStock,
  type OpenHold,
  ORDER_FACTORY,
  type OrderContext,
  type OrderInput,
  type PlaceOrder,
  totalProblem,
} from '../../machines/index.ts';
import type { Item } from '../items/item.ts';
import type { Items } from '../items/items.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Migrate } from '../runtime/migration.ts';
import type { Part } from '../runtime/part.ts';
import type { ChangedActor, Resumed } from '../runtime/passiveActors.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import { restoreHolds } from '../stock/restoreHolds.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store/store.ts';
import type { KnownUser, Users } from '../users/users.ts';
import { isStandard } from '../xstate/compile/standardFunctions.ts';
import { receiverLogic } from '../xstate/host/receiverLogic.ts';
import { CountedOrders } from './countedOrders.ts';
import { OrderArchive } from './orderArchive.ts';
import { type OrderIndex, StoredOrderIndex } from './orderIndex.ts';
import { orderKind } from './orderKind.ts';
import { OrderNotes, OwnOrderNotes } from './orderNotes.ts';
import { OrderTable } from './orderTable.ts';
import { resolveHold } from './resolveHold.ts';

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
  readonly #counted: CountedOrders;
  /** Undefined when there is a durable store. */
  readonly #memory: OrderMemory | undefined;
  /** Orders that were active when the store was last used; cleared when their holds are restored. */
  #restored: OrderContext[] = [];

  constructor({ engine, store, users, stock, machine, migrate }: OrderPartOptions) {
    this.#engine = engine;
    this.#stock = stock;
    const memory = engine.isDurable ? undefined : orderMemory(users, stock.items);
    this.kind = {
      ...orderKind(machine, migrate),
      ...memory,
      ...(memory !== undefined && { createHistory: notesFor(machine) }),
    };
    this.kinds = [this.kind];
    this.#memory = memory;
    stock.holds.owners = memory?.residents;
    this.index = memory?.residents ?? new StoredOrderIndex({ engine, store, kind: this.kind });
    const { kind, index } = this;
    this.#counted = new CountedOrders({ engine, kind, index, ledger: stock.ledger });
    stock.allowance.source = this.#counted;
  }

  restore({ kind, record }: Resumed): void {
    if (kind === this.kind) this.#restored.push(record.snapshot.context as OrderContext);
  }

  start(): void {
    restoreHolds(this.#stock.ledger, this.#restored);
    this.#restored = [];
    const factory = receiverLogic(({ order }: PlaceOrder) => {
      const actor = this.#engine.directory.create(this.kind, order.orderId, order);
      if (this.#memory === undefined) this.index.add(order);
      else this.#index(order, actor.notes as OrderNotes, this.#memory);
    });
    this.#engine.spawnService(ORDER_FACTORY, factory, {});
  }

  /** Adds the order to the index, and notes what it has to keep. */
  #index(order: OrderInput, notes: OrderNotes, { residents, archive }: OrderMemory): void {
    const user = residents.add(order);
    const hold = this.#stock.holds.claim(order.orderId);
    if (hold !== undefined && isHeldBy(order, hold)) hold.lines = order.lines;
    archive.note(notes, order, user?.index, hold);
  }

  /** The bytes of past orders in memory; undefined when they are in a store. */
  get archivedBytes(): number | undefined {
    return this.#memory?.archive.reservedBytes;
  }

  /** The number of orders in memory, past ones included; of those that are open when there is a store. */
  get inMemory(): number {
    return this.#memory?.residents.size ?? this.#engine.directory.inMemory(this.kind);
  }

  migrated({ kind, before, record }: ChangedActor): void {
    if (kind !== this.kind) return;
    const [was, is] = [before, record].map(({ snapshot }) => snapshot.context as OrderContext);
    if (was !== undefined && is !== undefined) resolveHold(this.#stock, was, is);
  }

  audit(): string[] {
    const { ledger, allowance } = this.#stock;
    const totals: string[] = [];
    const counts = new AllowanceAudit(allowance, this.#engine.now());
    const problems = auditStock(ledger, this.#auditOrders(totals, counts));
    return [...problems, ...totals, ...counts.problems()];
  }

  /** Yields all orders; adds up what their users hold, and which totals differ from their lines. */
  *#auditOrders(totals: string[], counts: AllowanceAudit): Generator<OrderContext> {
    for (const { context } of this.#engine.directory.all(this.kind)) {
      const order = context as OrderContext;
      const problem = totalProblem(order);
      if (problem !== undefined) totals.push(problem);
      if (counts.asksFor(order.userId)) counts.add(order.userId, this.#counted.counted(order));
      yield order;
    }
  }
}

/** Makes the notes of orders of the chart. The facts of the standard one follow from the order. */
function notesFor(machine: AnyStateMachine) {
  const isOwn = !isStandard(machine);
  return (earlier?: readonly RecordedFact[]) =>
    isOwn || earlier !== undefined ? new OwnOrderNotes(earlier) : new OrderNotes();
}

/** True when the lines of the hold are those of the order, which the order can then keep for both. */
function isHeldBy({ lines }: OrderInput, hold: OpenHold): boolean {
  if (lines.length !== hold.lines.length) return false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const held = hold.lines[index];
    if (line?.sku !== held?.sku || line?.allocations !== held?.allocations) return false;
  }
  return true;
}

/** Where orders are when there is no durable store. */
interface OrderMemory {
  readonly archive: OrderArchive;
  readonly residents: OrderTable;
}

function orderMemory(users: Users, items: Items): OrderMemory {
  const archive = new OrderArchive({
    skus: {
      numberOf: (sku) => items.get(sku)?.index,
      idOf: (index) => (items.at(index) as Item).sku,
    },
    users: {
      numberOf: (userId) => users.find(userId)?.index,
      idOf: (index) => (users.at(index) as KnownUser).userId,
    },
  });
  return { archive, residents: new OrderTable(users, archive) };
}
