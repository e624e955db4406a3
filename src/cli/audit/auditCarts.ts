import type { CartContext, StockLedger } from '../../../machines/index.ts';
import { cartRecords } from '../../schema/cart.ts';
import type { AnyRecordKind } from '../../schema/record.ts';
import type { ActorRecord } from '../../schema/storedActor.ts';
import type { Key } from '../../store/store.ts';
import type { AuditRun } from './auditRun.ts';

const KINDS: readonly AnyRecordKind<Key, ActorRecord>[] = [
  cartRecords.active,
  cartRecords.archived,
];

/**
 * Carts belong to users and list what is on sale.
 *
 * @param ledger gets what is reserved for the carts.
 * @returns how many carts there are.
 */
export function auditCarts(run: AuditRun, skus: ReadonlySet<string>, ledger: StockLedger): number {
  let carts = 0;
  for (const kind of KINDS) {
    for (const { value } of run.entries(kind)) {
      const { name } = value;
      const { userId, lines, reservations } = value.snapshot.context as CartContext;
      carts++;
      if (reservations !== undefined) ledger.softHolds.restore(name, reservations);
      if (userId !== name) run.report(`the cart of ${name} says to be of ${userId}`);
      else run.expectUser(name, `the cart of ${name}`);
      // Reported once, for the archived one.
      if (kind === cartRecords.archived && run.isActive(cartRecords, name)) {
        run.report(`the cart of ${name} is both active and archived`);
      }
      for (const { sku } of lines) {
        if (!skus.has(sku)) run.report(`the cart of ${name} has the unknown product ${sku}`);
      }
    }
  }
  return carts;
}
