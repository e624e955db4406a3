import { StockLedger } from '../../../machines/index.ts';
import * as check from '../../base/check.ts';
import type { StoreHead } from '../../schema/head.ts';
import { list } from '../../schema/shape.ts';
import type { Snapshot } from '../../store/lmdb/openSnapshot.ts';
import { auditAnswers } from './auditAnswers.ts';
import { auditCarts } from './auditCarts.ts';
import { auditCatalog } from './auditCatalog.ts';
import { auditFacts } from './auditFacts.ts';
import { auditOrders } from './auditOrders.ts';
import { AuditRun, type Report } from './auditRun.ts';
import { auditUsers } from './auditUsers.ts';
import { kindOf } from './entryKinds.ts';

/** How many of what were looked at. */
export type Checked = Readonly<Record<string, number>>;

export interface AuditOptions {
  readonly head: StoreHead;
  /** Does the chart of the orders cancel those that stay unpaid? */
  readonly hasTimeout: boolean;
  readonly report: Report;
}

/** Recomputes the stock from all orders, and checks that every record fits the others. */
export function auditSnapshot(
  snapshot: Snapshot,
  { head: { currency }, hasTimeout, report }: AuditOptions,
): Checked {
  const run = new AuditRun(snapshot, report);
  const entries = auditKeys(run);
  const { turns, lastSeq } = lastTurn(run);
  const { skus, stock, reviews } = auditCatalog(run);
  const ledger = new StockLedger({
    stored: { find: (sku) => stock.get(sku), skus: () => stock.keys() },
  });
  const users = auditUsers(run);
  const carts = auditCarts(run, skus);
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
  };
}

function auditKeys(run: AuditRun): number {
  let entries = 0;
  for (const [key] of run.snapshot.range({ prefix: [] })) {
    entries++;
    if (kindOf(key) === undefined) {
      run.report(`the entry ${JSON.stringify(key)} is of no kind that a shop writes`);
    }
  }
  return entries;
}

/** The number of the last turn and of its last fact; none if the shop has never had one. */
interface Turn {
  readonly turns: number;
  readonly lastSeq: number;
}

function lastTurn(run: AuditRun): Turn {
  for (const { value } of run.entries('turn', readTurn)) return value;
  return { turns: 0, lastSeq: 0 };
}

function readTurn(text: string): Turn {
  const [turns, seq, at] = list('turn', JSON.parse(text));
  check.count('at', at);
  return { turns: check.count('turns', turns), lastSeq: check.count('seq', seq) };
}
