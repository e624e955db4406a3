import type { CartContext, HeldLine, OrderContext } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { CartPart } from '../carts/cartPart.ts';
import { resolveReservations } from '../carts/resolveReservations.ts';
import type { StoredState } from '../options.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import { isUnclaimed, resolveHold } from '../orders/resolveHold.ts';
import type { Engine } from '../runtime/engine.ts';
import { hasChildren } from '../runtime/located.ts';
import type { MigratedState } from '../runtime/migration.ts';
import { storedState } from '../runtime/resume/matchActor.ts';
import { type QuarantinedActor, refusalText } from '../runtime/resume/quarantine.ts';
import type { ActorRecord } from '../schema/storedActor.ts';
import type { Stock } from '../stock/stock.ts';

/** A cart (its id is the user's) or order that the shop cannot go on with. */
export interface Quarantined {
  /** Whether it is a cart or an order. */
  readonly kind: 'cart' | 'order';
  /** The id of the order, or of the cart's user. */
  readonly id: string;
  /** What is wrong with it, a sentence. */
  readonly reason: string;
  /** As the option `migrate` gets it; undefined if its record cannot be read. */
  readonly stored: StoredState | undefined;
}

/** What becomes of an actor that was in quarantine: it goes on in a state, or it is deleted. */
export type Resolution = MigratedState | 'delete';

/** The carts and orders that are in quarantine: see {@link ShopOptions.quarantine}. */
export interface QuarantineApi {
  /** The carts and orders in quarantine; empty without the option `quarantine`. */
  quarantined(): Quarantined[];
  /**
   * Ends the quarantine of a cart or order.
   *
   * @param resolution the state and context to go on with, as the option `migrate` returns them. The `stock` in the
   * context of an order says what becomes of its hold: `held`, or `committed` or `released` now. A cart keeps the
   * `reservations` of its context, and gives its units back without them. Or `'delete'`, for carts only: an order is
   * brought to an end instead.
   * @param kind whether it is a cart or an order.
   * @param id the id of the order, or of the cart's user.
   * @returns resolves when this is durable.
   * @throws RangeError if there is no such cart or order in quarantine, or if its chart cannot go on like this:
   * it then stays in quarantine.
   */
  resolveQuarantined(kind: 'cart' | 'order', id: string, resolution: Resolution): Promise<void>;
}

interface QuarantineContext {
  readonly engine: Engine;
  readonly carts: CartPart;
  readonly orders: OrderPart;
  readonly stock: Stock;
}

/** Makes the functions of a shop that show and resolve its quarantine. */
export function createQuarantineApi(context: QuarantineContext): QuarantineApi {
  const { engine, carts, orders, stock } = context;
  const { directory } = engine;
  return {
    quarantined: () => [...directory.quarantine.values()].map(view),

    async resolveQuarantined(kind, id, resolution) {
      check.oneOf('kind', kind, ['cart', 'order']);
      check.id('id', id);
      const actorKind = kind === 'cart' ? carts.kind : orders.kind;
      const actor = directory.quarantine.get(actorKind, id);
      if (actor === undefined) {
        throw check.outOfRange(
          'id',
          `the id of ${kind === 'cart' ? 'a cart' : 'an order'} in quarantine`,
          id,
        );
      }
      if (resolution === 'delete') {
        if (kind === 'order') {
          throw check.outOfRange('resolution', 'a state and context for an order', resolution);
        }
        await engine.turn(({ changes }) => {
          changes.push(...directory.discard(actor));
          resolveReservations(stock, id, cartIn(actor.record), undefined);
        });
        return;
      }
      await release(context, actor, checkState(resolution));
    },
  };
}

function checkState(given: MigratedState): MigratedState {
  check.fields('resolution', given, ['state', 'context', 'waitsFor']);
  if (typeof given.state !== 'string' && typeof given.state !== 'object') {
    throw check.wrongType('resolution.state', 'a state of the chart', given.state);
  }
  return given;
}

async function release(
  { engine, orders, stock }: QuarantineContext,
  actor: QuarantinedActor,
  state: MigratedState,
): Promise<void> {
  const { directory } = engine;
  if (actor.record === undefined) {
    if (actor.kind === orders.kind) expectHeld(stock, state);
    else expectReserved(stock, state);
  }
  let isParent = false;
  await engine.turn(({ changes }) => {
    const released = directory.release(actor, state, () => engine.now());
    if ('problem' in released) {
      const expected = `one with which the ${actor.kind.name} can go on, not one with which it ${released.problem}`;
      throw check.outOfRange('resolution', expected, state);
    }
    const { record } = released;
    changes.push(...released.changes);
    isParent = hasChildren(record.snapshot);
    if (actor.kind !== orders.kind) {
      resolveReservations(stock, actor.name, cartIn(actor.record), cartIn(record));
      return;
    }
    const before = actor.record?.snapshot.context as OrderContext | undefined;
    resolveHold(stock, before, record.snapshot.context as OrderContext);
  });
  // Its children start once its record is the new one.
  if (isParent) await engine.turn(() => void directory.find(actor.kind, actor.name));
}

/** An order that could not be read can only hold units that no other order claims. */
function expectHeld({ ledger }: Stock, { context }: MigratedState): void {
  const order = context as OrderContext;
  try {
    if (order.stock !== 'held' || isUnclaimed(ledger, order)) return;
  } catch {
    return; // It is no context of an order: the check of its record says what is wrong.
  }
  const expected = 'committed or released, since no units are held for these lines';
  throw check.outOfRange('resolution.context.stock', expected, order.stock);
}

function cartIn(record: ActorRecord | undefined): CartContext | undefined {
  return record?.snapshot.context as CartContext | undefined;
}

/** A cart that could not be read can only have units reserved that nothing else claims. */
function expectReserved({ ledger }: Stock, { context }: MigratedState): void {
  const { reservations } = Object(context) as { readonly reservations?: readonly HeldLine[] };
  try {
    if (reservations === undefined || isUnclaimed(ledger, { lines: reservations })) return;
  } catch {
    return; // The check of its record says what is wrong.
  }
  const expected = 'none, since these units are not held';
  throw check.outOfRange('resolution.context.reservations', expected, reservations);
}

function view(actor: QuarantinedActor): Quarantined {
  const { kind, name: id, record } = actor;
  // A copy, since the record is what the actor goes on with.
  const stored = record && structuredClone(storedState(kind, record));
  return {
    kind: kind.name as 'cart' | 'order',
    id,
    reason: refusalText(actor),
    stored: stored as Quarantined['stored'],
  };
}
