import { StockLedger } from '../../../machines/index.ts';
import type { StoreHead } from '../../schema/head.ts';
import type { RecordTable } from '../../schema/table.ts';
import { turnRecord } from '../../schema/turn.ts';
import { auditAnswers } from './auditAnswers.ts';
import { auditCarts } from './auditCarts.ts';
import { auditCatalog } from './auditCatalog.ts';
import { auditFacts } from './auditFacts.ts';
import { auditMessages } from './auditMessages.ts';
import { auditOrders } from './auditOrders.ts';
import { type AuditedStore, AuditRun, type Report } from './auditRun.ts';
import { auditStockAlerts } from './auditStockAlerts.ts';
import { auditUsers } from './auditUsers.ts';

/** The numbers of the things that were checked, by what they are. */
export type Checked = Readonly<Record<string, number>>;

export interface AuditOptions {
  readonly head: StoreHead;
  /** Every kind of record that may be in the store. */
  readonly records: RecordTable;
  /** True when the chart of the orders cancels those that stay unpaid. */
  readonly hasTimeout: boolean;
  readonly report: Report;
}

/**
 * Recomputes the stock from all orders, and checks that every record can be read and fits the others.
 * Of a kind that no check here knows, each record has to be readable.
 */
export function auditSnapshot(
  snapshot: AuditedStore,
  { head: { currency }, records, hasTimeout, report }: AuditOptions,
): Checked {
  const run = new AuditRun(snapshot, { records, report });
  const entries = run.countEntries();
  const { turns, lastSeq } = lastTurn(run);
  const { skus, stock, reviews } = auditCatalog(run);
  const ledger = new StockLedger({
    stored: { find: (sku) => stock.get(sku), skus: () => stock.keys() },
  });
  const users = auditUsers(run);
  const carts = auditCarts(run, skus, ledger);
  const orders = auditOrders(run, ledger, { currency, hasTimeout, turns });
  const answers = auditAnswers(run);
  const { facts, consumers } = auditFacts(run, lastSeq);
  return {
    entries,
    products: skus.size,
    'stock entries': stock.size,
    reviews,
    users,
    carts,
    orders,
    'idempotency answers': answers,
    facts,
    consumers,
    ...auditStockAlerts(run, skus),
    ...auditMessages(run, lastSeq),
    ...auditOthers(run),
  };
}

/** Reads all records of the kinds that no other check has read. */
function auditOthers(run: AuditRun): Checked {
  const checked: Record<string, number> = {};
  for (const kind of run.unaudited()) {
    let count = 0;
    for (const _ of run.entries(kind)) count++;
    // A kind without key elements has one record.
    if (kind.elements.length > 0) checked[kind.name] = count;
  }
  return checked;
}

/** The number of the last turn and of its last fact; none if the shop has never had one. */
function lastTurn(run: AuditRun): { readonly turns: number; readonly lastSeq: number } {
  for (const { value } of run.entries(turnRecord)) {
    return { turns: value.number, lastSeq: value.seq };
  }
  return { turns: 0, lastSeq: 0 };
}
