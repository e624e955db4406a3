import type { AnyStateMachine } from 'xstate';
import {
  deadlinesOf,
  moveDeadlines,
  type OrderContext,
  orderMachine,
} from '../../machines/index.ts';
import type { ActorKind, PassiveState } from '../runtime/actorKind.ts';
import type { Migrate } from '../runtime/migration.ts';
import { orderRecords } from '../schema/order.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';
import { orderMigrationProblem } from './resolveHold.ts';

/** Orders as a kind of actors. @param machine their chart. */
export function orderKind(
  machine: AnyStateMachine,
  migrate: Migrate<'cart' | 'order'> | undefined,
): ActorKind {
  const deadlines = new Set([...deadlinesOf(orderMachine), ...deadlinesOf(machine)]);
  return {
    name: 'order',
    machine: prepareMachine(machine),
    ownChart: machine === orderMachine ? undefined : 'machines.order',
    storesHistory: true,
    ...(migrate !== undefined && { migrate: migrate as Migrate }),
    records: orderRecords,
    migrationProblem: (orderId, before, after) =>
      orderMigrationProblem(machine, orderId, before as OrderContext | undefined, after),
    canPassivate: hasEnded,
    isDisposable: () => false,
    rebase: (context, byMs) => moveDeadlines(context as OrderContext, deadlines, byMs),
    initialInput: () => undefined,
  };
}

/** True when the order has ended. @throws Error if its stock is still held then. */
function hasEnded({ status, context }: PassiveState): boolean {
  const { orderId, stock } = context as OrderContext;
  if (status === 'done' && stock === 'held') {
    throw new Error(`order ${orderId} has ended with its stock still held`);
  }
  return status === 'done';
}
