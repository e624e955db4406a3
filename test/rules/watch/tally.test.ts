import { expect, it } from 'vitest';
import { orderMachine } from '../../../machines/index.ts';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import type { ScannedActor } from '../../../src/runtime/scannedActor.ts';
import { ShopTally } from '../../../src/watch/shop/shopTally.ts';

it('an order that is released from quarantine while the orders are counted counts once', () => {
  const kind = { name: 'order', machine: orderMachine } as unknown as ActorKind;
  const tally = new ShopTally([orderMachine], [kind], () => 0);
  const state = { status: 'active', value: 'pending', context: {} } as const;
  tally.released(kind, 'order-1', state);
  const found: ScannedActor = { ...state, name: 'order-1', since: 0, isAtLeast: false };
  tally.find(kind, found);
  tally.complete(kind);
  expect(tally.states(orderMachine)).toMatchObject({ pending: { now: 1 } });
});
