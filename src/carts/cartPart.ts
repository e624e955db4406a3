import type { AnyStateMachine } from 'xstate';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Migrate } from '../runtime/migration.ts';
import type { Part } from '../runtime/part.ts';
import type { Users } from '../users/users.ts';
import { cartKind } from './cartKind.ts';

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
    this.kind = { ...cartKind(machine, migrate, expiryMs), residents: users.carts };
    this.kinds = [this.kind];
  }
}
