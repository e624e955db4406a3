import { expect, test } from 'vitest';
import { exitCodeOf, summarize, summaryText } from '../../../examples/replay/summary.ts';

const log = { returns: 1, corrections: 2, malformed: [{ line: 3, problem: 'none' }] };
const totals = {
  invoices: 1234,
  orders: 1231,
  units: 98_765,
  revenueMinor: 123_456_705,
  refusals: { 'out-of-stock': 2, 'purchase-limit': 1 },
};

test('a summary with a clean audit ends with exit code 0', () => {
  const summary = summarize(log, totals, { ok: true, problems: [] });
  expect(exitCodeOf(summary)).toBe(0);
  expect(summaryText(summary)).toBe(
    [
      'invoices  1,234',
      'orders    1,231',
      'units     98,765',
      'revenue   1,234,567.05 GBP',
      'refused   2 out-of-stock, 1 purchase-limit',
      'skipped   1 returns, 2 lines of corrections, 1 malformed lines',
      'audit     ok',
      '',
    ].join('\n'),
  );
});

test('a problem that the audit finds is printed, and ends with exit code 1', () => {
  const summary = summarize(log, totals, { ok: false, problems: ['A: 3 held, 2 in orders'] });
  expect(exitCodeOf(summary)).toBe(1);
  expect(summaryText(summary)).toMatch(/audit {5}1 problems\n {10}A: 3 held, 2 in orders\n$/);
});
