import { describe, expect, it } from 'vitest';
import type { NotificationType } from '../../../src/index.ts';
import { errorOf } from '../badInput/stage.ts';
import { accepted, buy } from '../shop/openShop.ts';
import { openNotifyingShop, pass, settle } from './notifyingShop.ts';
import { RecordingChannel } from './recordingChannel.ts';

/** A shop with an order of Ada's, a cart of Bob's, and a dead letter. */
async function shopToPreview() {
  const mail = new RecordingChannel('mail', (batch) =>
    batch.map(() => ({ status: 'failed', reason: 'no such mailbox' })),
  );
  const opened = await openNotifyingShop({
    channels: [mail],
    customTemplates: {
      'gift.wrapped': ({ user }) => ({ subject: 'Wrapped', text: `For ${user?.name}` }),
    },
  });
  const { shop, clock } = opened;
  const { orderId } = await buy(shop, 'ada', { mug: 2 });
  accepted(await shop.carts.add('bob', 'lamp', 3));
  await settle(clock);
  const [{ id: letterId = '' } = {}] = shop.notifications.dead();
  return { ...opened, mail, orderId, letterId };
}

type Names = Pick<Awaited<ReturnType<typeof shopToPreview>>, 'orderId' | 'letterId'>;

const ORDER_TYPES = ['placed', 'confirmed', 'shipped', 'delivered', 'cancelled'].map(
  (state) => `order.${state}` as NotificationType,
);

/** What each type is about, and what its message says. */
const PREVIEWS: readonly (readonly [string, (names: Names) => string, RegExp])[] = [
  ...ORDER_TYPES.map((type) => [type, ({ orderId }: Names) => orderId, /Hello Ada,/] as const),
  ['cart.expiring', () => 'bob', /Lamp/],
  ['cart.expired', () => 'bob', /Lamp/],
  ['product.backInStock', () => 'vase', /Vase/],
  ['stock.low', () => 'vase', /Vase/],
  ['stock.depleted', () => 'vase', /Vase/],
  ['messages.deadLettered', ({ letterId }) => letterId, /no such mailbox/],
  ['gift.wrapped', ({ orderId }) => orderId, /For Ada/],
];

describe('the preview of', () => {
  it.each(PREVIEWS)(
    '%s is the message that it would become, and sends nothing',
    async (type, of, text) => {
      const opened = await shopToPreview();
      const { shop, clock, mail, facts } = opened;
      const before = [mail.batches.length, facts.length, shop.notifications.status()];
      const content = shop.notifications.preview(type, of(opened));
      expect(content?.text).toMatch(text);
      expect(content?.subject).not.toBe('');
      await pass(clock);
      expect([mail.batches.length, facts.length, shop.notifications.status()]).toEqual(before);
    },
  );

  it.each(PREVIEWS)(
    '%s is nothing, where there is nothing that it could be about',
    async (type) => {
      const { shop } = await shopToPreview();
      expect(shop.notifications.preview(type, 'nobody')).toBeUndefined();
    },
  );

  it('an order says what its fact has said, where there was one', async () => {
    const { shop, orderId } = await shopToPreview();
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'TRACK-7' }));
    expect(shop.notifications.preview('order.shipped', orderId)?.text).toContain('TRACK-7');
    const other = accepted(await shop.checkout('bob')).order.orderId;
    accepted(await shop.orders.cancel(other, { reason: 'changed their mind' }));
    expect(shop.notifications.preview('order.cancelled', other)?.text).toContain('Bob');
  });

  it('one’s own template is what it makes, nothing where it sends nothing', async () => {
    const { shop } = await openNotifyingShop({ templates: { 'order.placed': () => undefined } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(shop.notifications.preview('order.placed', orderId)).toBeUndefined();
  });

  it('a template that throws throws, and no dead letter comes of it', async () => {
    const { shop } = await openNotifyingShop({
      templates: {
        'stock.low': () => {
          throw new Error('no words');
        },
      },
    });
    expect(() => shop.notifications.preview('stock.low', 'mug')).toThrow(
      "template 'stock.low' threw: no words",
    );
    expect(shop.notifications.dead()).toEqual([]);
  });

  it('what becomes no message is misuse', async () => {
    const { shop } = await openNotifyingShop();
    for (const type of ['cart.lineAdded', 'order.shiped', 'gift.wrapped', '']) {
      const error = await errorOf(() => shop.notifications.preview(type, 'mug'));
      expect(error).toMatchObject({ code: 'ERR_STATECART_ARGUMENT', argument: 'type' });
    }
    const error = await errorOf(() => shop.notifications.preview('stock.low', ''));
    expect(error).toMatchObject({ code: 'ERR_STATECART_ARGUMENT', argument: 'id' });
  });
});
