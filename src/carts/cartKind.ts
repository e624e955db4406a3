import type { AnyStateMachine } from 'xstate';
import { type CartContext, cartMachine, deadlinesOf, moveDeadlines } from '../../machines/index.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Migrate } from '../runtime/migration.ts';
import { cartRecords } from '../schema/cart.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';
import { reservationProblem } from './resolveReservations.ts';

/**
 * Carts as a kind of actors.
 *
 * @param machine their chart.
 * @param expiryMs how long a cart lives from its first line on, in milliseconds.
 */
export function cartKind(
  machine: AnyStateMachine,
  migrate: Migrate<'cart' | 'order'> | undefined,
  expiryMs: number,
): ActorKind {
  const deadlines = new Set([...deadlinesOf(cartMachine), ...deadlinesOf(machine)]);
  return {
    name: 'cart',
    machine: prepareMachine(machine),
    ownChart: machine === cartMachine ? undefined : 'machines.cart',
    storesHistory: false,
    records: cartRecords,
    ...(migrate !== undefined && { migrate: migrate as Migrate }),
    migrationProblem: (userId, before, { context }) =>
      (context as CartContext).userId === userId
        ? reservationProblem(before as CartContext | undefined, context as CartContext)
        : 'cannot become the cart of another user',
    canPassivate: ({ value }) => value === 'empty',
    // An empty cart of the standard chart carries no state; one of a custom chart may.
    isDisposable: () => machine === cartMachine,
    rebase: (context, byMs) => moveDeadlines(context as CartContext, deadlines, byMs),
    initialInput: (userId) => ({ userId, expiryMs }),
  };
}
