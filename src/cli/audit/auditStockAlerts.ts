import { alertOfUserRecord, owedAlertsRecord, stockAlertRecord } from '../../schema/stockAlert.ts';
import type { AuditRun } from './auditRun.ts';

/**
 * The users who wait for products: each is there twice, by the product and by the user.
 *
 * @param skus those of the catalogue.
 * @returns how many there are, if any.
 */
export function auditStockAlerts(
  run: AuditRun,
  skus: { has(sku: string): boolean },
): Readonly<Record<string, number>> {
  let alerts = 0;
  const waitedFor = new Set<string>();
  const turns = new Map<string, number>();
  for (const { key, value: userId } of run.entries(stockAlertRecord)) {
    const [, sku, turn] = key;
    alerts++;
    waitedFor.add(sku);
    turns.set(`${userId} ${sku}`, turn);
    if (!skus.has(sku)) run.report(`a stock alert is of the unknown product ${sku}`);
    run.expectUser(userId, `a stock alert of ${sku}`);
  }
  for (const { key, value: turn } of run.entries(alertOfUserRecord)) {
    const [, userId, sku] = key;
    const wait = `${userId} ${sku}`;
    if (turns.get(wait) === turn) turns.delete(wait);
    else run.report(`the user ${userId} waits for ${sku}, but has no place among those who do`);
  }
  for (const wait of turns.keys()) run.report(`the stock alert of ${wait} is not one of the user`);
  for (const { key } of run.entries(owedAlertsRecord)) {
    if (!waitedFor.has(key[1])) run.report(`alerts of ${key[1]} are owed, but nobody waits`);
  }
  return alerts === 0 ? {} : { [stockAlertRecord.name]: alerts };
}
