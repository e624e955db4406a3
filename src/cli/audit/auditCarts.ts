import * as check from '../../base/check.ts';
import { list, members } from '../../schema/shape.ts';
import type { Key } from '../../store/store.ts';
import { PLACES, type Place, readActor } from '../storedActor.ts';
import type { AuditRun } from './auditRun.ts';

/** Carts belong to users and hold what is on sale. @returns how many there are. */
export function auditCarts(run: AuditRun, skus: ReadonlySet<string>): number {
  let carts = 0;
  for (const place of PLACES) {
    for (const { value } of run.entries(place === 'open' ? 'openCart' : 'cart', readCart)) {
      const { name } = value;
      carts++;
      if (value.userId !== name) run.report(`the cart of ${name} says to be of ${value.userId}`);
      else run.expectUser(name, `the cart of ${name}`);
      if (isInBoth(run, place, name)) run.report(`the cart of ${name} is both open and past`);
      for (const sku of value.skus) {
        if (!skus.has(sku)) run.report(`the cart of ${name} has the unknown product ${sku}`);
      }
    }
  }
  return carts;
}

/** Told once, of the one that is past. */
function isInBoth(run: AuditRun, place: Place, name: string): boolean {
  return place === 'past' && run.isOpen('cart', name);
}

function readCart(text: string, key: Key) {
  const actor = readActor('cart', key, text);
  const context = members('context', actor.context);
  const skus = list('lines', context.lines).map((given) => {
    const line = members('line', given);
    check.quantity('quantity', line.quantity);
    return check.id('sku', line.sku);
  });
  return { name: actor.name, userId: check.id('userId', context.userId), skus };
}
