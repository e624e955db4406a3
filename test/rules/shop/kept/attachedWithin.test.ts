import { describe, expect, it } from 'vitest';
import { type AnyActorRef, type AnyMachineSnapshot, assign, spawnChild } from 'xstate';
import { extendOrder, orderMachine } from '../../../../machines/index.ts';
import { compilable } from '../../../../src/compile.ts';
import { buy, openShop } from '../openShop.ts';

type Attach = (actor: AnyActorRef, see: (what: string) => void) => void;

const name = (snapshot: unknown) => {
  const { value, context, status } = snapshot as AnyMachineSnapshot;
  return `${JSON.stringify(value)} ${status} with ${context.trackingNumber}`;
};

/** What is attached by an action in the middle of a transition. */
const attachments: Readonly<Record<string, Attach>> = {
  'a subscriber': (actor, see) =>
    void actor.subscribe({
      next: (snapshot) => see(`next ${name(snapshot)}`),
      complete: () => see('complete'),
    }),
  'a listener': (actor, see) => void actor.on('*', ({ type }) => see(`emitted ${type}`)),
  'an inspector': (actor, see) =>
    void actor.system.inspect((event) => {
      const { type, actorRef } = event;
      if (actorRef !== actor) return;
      if (type === '@xstate.action') see(`${type} ${event.action.type}`);
      else see('snapshot' in event ? `${type} ${event.event.type} ${name(event.snapshot)}` : type);
    }),
};

/** An order chart whose action attaches something when the order ships. */
function chartThat(attach: Attach, see: (what: string) => void, how: 'compiled' | 'interpreted') {
  const { confirmed } = orderMachine.config.states as unknown as {
    confirmed: { on: Record<string, { actions: string[] }> };
  };
  const { target, actions } = confirmed.on['order.ship'] as { target?: string; actions: string[] };
  const never = { guard: () => false, actions: spawnChild('child') };
  return extendOrder({
    confirmed: {
      on: {
        ...confirmed.on,
        'order.ship': [
          ...(how === 'interpreted' ? [never] : []),
          {
            target,
            actions: [
              'before',
              ({ self }: { self: AnyActorRef }) => attach(self, see),
              'after',
              ...actions,
              assign({ trackingNumber: 'changed' } as never),
            ],
          },
        ],
      },
    },
  } as never).provide({
    actions: { before: () => see('before'), after: () => see('after') },
    actors: { child: {} },
  } as never);
}

async function seenBy(attach: Attach, how: 'compiled' | 'interpreted'): Promise<string[]> {
  const seen: string[] = [];
  const order = chartThat(attach, (what) => seen.push(what), how);
  expect(compilable(order).ok).toBe(how === 'compiled');
  const { shop } = await openShop({ machines: { order } });
  const { orderId } = await buy(shop, 'ada', { mug: 1 });
  await shop.orders.confirm(orderId);
  await shop.orders.ship(orderId, { trackingNumber: 'T' });
  seen.push('shipped');
  await shop.orders.deliver(orderId);
  expect(shop.orders.get(orderId)).toMatchObject({ state: 'delivered', trackingNumber: 'changed' });
  await shop.close();
  return seen;
}

describe('what an action attaches in the middle of a transition sees the rest of it:', () => {
  it.each(Object.entries(attachments))('%s', async (_what, attach) => {
    const interpreted = await seenBy(attach, 'interpreted');
    expect(interpreted.indexOf('shipped')).toBeGreaterThan(2);
    expect(interpreted.length).toBeGreaterThan(interpreted.indexOf('shipped') + 1);
    expect(await seenBy(attach, 'compiled')).toEqual(interpreted);
  });
});
