import type { AnyStateMachine } from 'xstate';
import { type CartContext, cartMachine, deadlinesOf, moveDeadlines } from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import { type Migrate, migrationOf } from '../runtime/migration.ts';
import type { Part } from '../runtime/part.ts';
import { cartRecords } from '../schema/cart.ts';
import type { Users } from '../users/users.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';

export interface CartPartOptions {
  readonly users: Users;
  readonly machine: AnyStateMachine;
  readonly migrate: Migrate<'cart' | 'order'> | undefined;
  /** How long a cart lives from its first line on, in milliseconds. */
  readonly expiryMs: number;
}

/** The carts of a shop: one actor for each user who has one. */
export class CartPart implements Part {
  readonly kind: ActorKind;
  readonly kinds: readonly ActorKind[];

  constructor({ users, machine, migrate, expiryMs }: CartPartOptions) {
    const deadlines = new Set([...deadlinesOf(cartMachine), ...deadlinesOf(machine)]);
    this.kind = {
      name: 'cart',
      machine: prepareMachine(machine),
      storesHistory: false,
      records: cartRecords,
      residents: users.carts,
      ...migrationOf('cart', migrate),
      canPassivate: ({ value }) => value === 'empty',
      // An empty cart of the standard chart carries no state; one of a custom chart may.
      isDisposable: () => machine === cartMachine,
      rebase: (context, byMs) => moveDeadlines(context as CartContext, deadlines, byMs),
      initialInput: (userId) => ({ userId, expiryMs }),
    };
    this.kinds = [this.kind];
  }
}
