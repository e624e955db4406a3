import type { Audit } from '../../src/index.ts';
import type { InvoiceLog } from './readInvoices.ts';
import type { ReplayTotals } from './replayInvoices.ts';

export interface Summary extends ReplayTotals {
  /** `returns` counts invoices, the others count lines. */
  readonly skipped: {
    readonly returns: number;
    readonly corrections: number;
    readonly malformed: number;
  };
  readonly audit: Audit;
}

export function summarize(
  log: Pick<InvoiceLog, 'returns' | 'corrections' | 'malformed'>,
  totals: ReplayTotals,
  audit: Audit,
): Summary {
  const { returns, corrections, malformed } = log;
  return {
    ...totals,
    skipped: { returns, corrections, malformed: malformed.length },
    audit: { ok: audit.ok, problems: audit.problems },
  };
}

/** The exit code of the command: 1 if the audit has found a problem. */
export function exitCodeOf({ audit }: Summary): 0 | 1 {
  return audit.ok ? 0 : 1;
}

/** The summary as it is printed. */
export function summaryText(summary: Summary): string {
  const { invoices, orders, units, revenueMinor, refusals, skipped, audit } = summary;
  const rows: [string, string][] = [
    ['invoices', grouped(invoices)],
    ['orders', grouped(orders)],
    ['units', grouped(units)],
    ['revenue', `${pounds(revenueMinor)} GBP`],
    ['refused', listed(Object.entries(refusals).map(([code, n]) => `${grouped(n)} ${code}`))],
    [
      'skipped',
      listed([
        `${grouped(skipped.returns)} returns`,
        `${grouped(skipped.corrections)} lines of corrections`,
        `${grouped(skipped.malformed)} malformed lines`,
      ]),
    ],
    ['audit', audit.ok ? 'ok' : `${audit.problems.length} problems`],
    ...audit.problems.map((problem): [string, string] => ['', problem]),
  ];
  return rows.map(([label, value]) => `${label.padEnd(10)}${value}\n`).join('');
}

function listed(parts: readonly string[]): string {
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function grouped(count: number | bigint): string {
  return count.toLocaleString('en-GB');
}

function pounds(minor: number): string {
  const pence = BigInt(minor);
  return `${grouped(pence / 100n)}.${String(pence % 100n).padStart(2, '0')}`;
}
