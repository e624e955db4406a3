import type { AnyStateMachine } from 'xstate';
import { auditSoftHolds, type CartContext, type ReservationTerms } from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Migrate } from '../runtime/migration.ts';
import type { Part } from '../runtime/part.ts';
import type { ChangedActor, Resumed } from '../runtime/passiveActors.ts';
import type { Stock } from '../stock/stock.ts';
import type { Users } from '../users/users.ts';
import { cartKind } from './cartKind.ts';
import { resolveReservations } from './resolveReservations.ts';

export interface CartPartOptions {
  readonly engine: Engine;
  readonly users: Users;
  readonly stock: Stock;
  readonly machine: AnyStateMachine;
  readonly migrate: Migrate<'cart' | 'order'> | undefined;
  /** How long a cart lives from its first line on, in milliseconds. */
  readonly expiryMs: number;
  /** How long units of a line are reserved, in milliseconds; 0 for not at all. */
  readonly reserveInCartMs: number;
  /** The most units that one cart may have reserved. */
  readonly maxReservedPerUser: number;
  /** How long before its expiry a user is told of it, in milliseconds; undefined for not at all. */
  readonly warnBeforeMs: number | undefined;
}

/** The carts of a shop: one actor for each user who has one, and the units that are reserved for them. */
export class CartPart implements Part {
  readonly kind: ActorKind;
  readonly kinds: readonly ActorKind[];
  /** See {@link CartPartOptions.warnBeforeMs}. */
  readonly warnBeforeMs: number | undefined;
  readonly #engine: Engine;
  readonly #stock: Stock;
  readonly #reserveInCartMs: number;
  readonly #maxReservedPerUser: number;
  /** Carts that have units reserved, and were active when the store was last used; empty after the start. */
  #restored: CartContext[] = [];

  constructor(options: CartPartOptions) {
    const { users, stock, machine, migrate, expiryMs } = options;
    this.kind = { ...cartKind(machine, migrate, expiryMs), residents: users.carts };
    this.kinds = [this.kind];
    this.warnBeforeMs = options.warnBeforeMs;
    this.#engine = options.engine;
    this.#stock = stock;
    this.#reserveInCartMs = options.reserveInCartMs;
    this.#maxReservedPerUser = options.maxReservedPerUser;
  }

  /** True when carts reserve units. */
  get reservesUnits(): boolean {
    return this.#reserveInCartMs > 0;
  }

  /** On which terms a command reserves units at a time. */
  reservationAt(at: number): ReservationTerms {
    return { until: at + this.#reserveInCartMs, maxUnits: this.#maxReservedPerUser };
  }

  restore({ kind, record }: Resumed): void {
    if (kind !== this.kind) return;
    const cart = record.snapshot.context as CartContext;
    if (cart.reservations !== undefined) this.#restored.push(cart);
  }

  start(): void {
    const { softHolds } = this.#stock.ledger;
    for (const { userId, reservations = [] } of this.#restored) {
      softHolds.restore(userId, reservations);
    }
    this.#restored = [];
  }

  migrated({ kind, name, before, record }: ChangedActor): void {
    if (kind !== this.kind) return;
    const [was, is] = [before, record].map(({ snapshot }) => snapshot.context as CartContext);
    resolveReservations(this.#stock, name, was, is);
  }

  audit(): string[] {
    return auditSoftHolds(this.#stock.ledger.softHolds, this.#reservingCarts());
  }

  *#reservingCarts(): Generator<CartContext> {
    for (const { context } of this.#engine.directory.all(this.kind)) {
      const cart = context as CartContext;
      if (cart.reservations !== undefined) yield cart;
    }
  }
}
