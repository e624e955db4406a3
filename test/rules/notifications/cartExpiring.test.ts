import { describe, expect, it } from 'vitest';
import type { NotificationOptions, ShopFact, ShopOptions } from '../../../src/index.ts';
import { accepted, buy, fillCart, HOUR, MINUTE, openShop, START } from '../shop/openShop.ts';
import { type NotifyingOptions, openNotifyingShop, pass, settle } from './notifyingShop.ts';
import { RecordingChannel } from './recordingChannel.ts';

const DAY = 24 * HOUR;

/** The facts about expiring carts, each with its type and when it was told after the beginning. */
const toldIn = (facts: readonly ShopFact[]) =>
  facts
    .filter(({ type }) => type === 'cart.expiring' || type === 'cart.expired')
    .map(({ type, at }) => [type, at - START]);

/** A shop with a cart of Ada's. */
async function shopWithCart(options: NotifyingOptions = {}) {
  const opened = await openNotifyingShop(options);
  await fillCart(opened.shop, 'ada', { mug: 2, lamp: 1 });
  return opened;
}

describe('the user of a cart', () => {
  it('is told an hour before it expires, once, and when it has expired', async () => {
    const { shop, clock, facts } = await shopWithCart();
    clock.advance(DAY - HOUR - 1);
    expect(toldIn(facts)).toEqual([]);
    clock.advance(1);
    const [fact] = facts.filter(({ type }) => type === 'cart.expiring');
    expect(fact).toMatchObject({
      userId: 'ada',
      cartId: shop.carts.get('ada')?.cartId,
      lines: [
        { sku: 'mug', quantity: 2 },
        { sku: 'lamp', quantity: 1 },
      ],
      expiresAt: START + DAY,
    });
    expect(shop.carts.get('ada')).toMatchObject({ state: 'open', expiresAt: START + DAY });
    clock.advance(2 * DAY);
    expect(toldIn(facts)).toEqual([
      ['cart.expiring', DAY - HOUR],
      ['cart.expired', DAY],
    ]);
  });

  it.each([
    [10 * MINUTE, undefined, DAY - 10 * MINUTE],
    [23 * HOUR, undefined, HOUR],
    [1, undefined, DAY - 1],
    [5 * MINUTE, 6 * MINUTE, MINUTE],
  ])('is told %i ms before that, if the shop wants it', async (cartWarningMs, cartExpiryMs, at) => {
    const shop = cartExpiryMs === undefined ? {} : { cartExpiryMs };
    const { clock, facts } = await shopWithCart({ cartWarningMs, shop });
    clock.advance(2 * DAY);
    expect(toldIn(facts)[0]).toEqual(['cart.expiring', at]);
  });

  it.each<readonly [string, Partial<NotificationOptions>, Omit<ShopOptions, 'clock' | 'store'>]>([
    ['the shop wants no warning', { cartWarningMs: 0 }, {}],
    ['a cart expires within the time of the warning', {}, { cartExpiryMs: HOUR }],
    ['a cart expires sooner than that', { cartWarningMs: 2 * HOUR }, { cartExpiryMs: HOUR }],
  ])('is not told where %s', async (_, options, shop) => {
    const { clock, facts } = await shopWithCart({ ...options, shop });
    clock.advance(2 * DAY);
    expect(toldIn(facts).map(([type]) => type)).toEqual(['cart.expired']);
  });

  it('is not told in a shop that sends no notifications: there is no such fact', async () => {
    const { shop, clock, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(2 * DAY);
    expect(toldIn(facts)).toEqual([['cart.expired', DAY]]);
  });

  it('is not told of a cart that was bought or emptied before', async () => {
    const { shop, clock, facts } = await shopWithCart();
    await fillCart(shop, 'bob', { mug: 1 });
    await fillCart(shop, 'mia', { mug: 1 });
    accepted(await shop.checkout('ada'));
    accepted(await shop.carts.clear('bob'));
    accepted(await shop.carts.remove('mia', 'mug'));
    clock.advance(2 * DAY);
    expect(toldIn(facts)).toEqual([]);
  });

  it('is told of the next cart on its own', async () => {
    const { shop, clock, facts } = await shopWithCart();
    clock.advance(DAY - HOUR);
    accepted(await shop.carts.clear('ada'));
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(2 * DAY);
    expect(toldIn(facts)).toEqual([
      ['cart.expiring', DAY - HOUR],
      ['cart.expiring', 2 * (DAY - HOUR)],
      ['cart.expired', 2 * DAY - HOUR],
    ]);
  });

  it('is told at the same time after changes of the cart and refused checkouts', async () => {
    const { shop, clock, facts } = await shopWithCart();
    clock.advance(10 * HOUR);
    const { orderId } = await buy(shop, 'bob', { lamp: 3 });
    accepted(await shop.orders.confirm(orderId));
    expect(await shop.checkout('ada')).toMatchObject({ refusal: { code: 'out-of-stock' } });
    accepted(await shop.carts.setQuantity('ada', 'mug', 5));
    clock.advance(DAY - HOUR - 10 * HOUR - 1);
    expect(await shop.checkout('ada')).toMatchObject({ ok: false });
    expect(toldIn(facts)).toEqual([]);
    clock.advance(1);
    expect(await shop.checkout('ada')).toMatchObject({ ok: false });
    expect(shop.carts.get('ada')?.expiresAt).toBe(START + DAY);
    clock.advance(2 * DAY);
    expect(toldIn(facts)).toEqual([
      ['cart.expiring', DAY - HOUR],
      ['cart.expired', DAY],
    ]);
  });

  it.each([5 * HOUR, -5 * HOUR])(
    'is told as long after the beginning as ever, where the clock jumps by %i ms',
    async (byMs) => {
      const { shop, clock, facts } = await shopWithCart();
      clock.advance(HOUR);
      clock.jump(byMs);
      await fillCart(shop, 'bob', { mug: 1 });
      expect(shop.carts.get('ada')?.expiresAt).toBe(START + byMs + DAY);
      clock.advance(DAY - 2 * HOUR - 1);
      expect(toldIn(facts)).toEqual([]);
      clock.advance(1);
      expect(toldIn(facts)).toEqual([['cart.expiring', byMs + DAY - HOUR]]);
      clock.advance(HOUR);
      expect(toldIn(facts).at(-1)).toEqual(['cart.expired', byMs + DAY]);
    },
  );

  it('is told also when the clock jumps between the warning and the expiry', async () => {
    const { shop, clock, facts } = await shopWithCart();
    clock.advance(DAY - HOUR);
    clock.jump(3 * HOUR);
    await fillCart(shop, 'bob', { mug: 1 });
    clock.advance(HOUR - 1);
    expect(toldIn(facts)).toEqual([['cart.expiring', DAY - HOUR]]);
    clock.advance(1);
    expect(toldIn(facts).at(-1)).toEqual(['cart.expired', 3 * HOUR + DAY]);
  });
});

describe('a cart that is stored', () => {
  it('has its user told when the shop is opened again', async () => {
    const { clock, facts, reopen } = await shopWithCart();
    clock.advance(5 * HOUR);
    await reopen();
    clock.advance(DAY - 6 * HOUR - 1);
    expect(toldIn(facts)).toEqual([]);
    clock.advance(HOUR + 1);
    expect(toldIn(facts)).toEqual([
      ['cart.expiring', DAY - HOUR],
      ['cart.expired', DAY],
    ]);
  });

  it('has its user told once, if the shop is opened again after that', async () => {
    const { clock, facts, reopen } = await shopWithCart();
    clock.advance(DAY - HOUR);
    await reopen();
    clock.advance(HOUR);
    expect(toldIn(facts)).toEqual([
      ['cart.expiring', DAY - HOUR],
      ['cart.expired', DAY],
    ]);
  });

  it('that was begun when the shop wanted no warning has none, and expires as ever', async () => {
    const mail = new RecordingChannel();
    const { clock, facts, reopen } = await shopWithCart({ cartWarningMs: 0 });
    const again = await reopen({ channels: [mail], cartWarningMs: HOUR });
    await fillCart(again, 'bob', { mug: 1 });
    clock.advance(2 * DAY);
    expect(toldIn(facts)).toEqual([
      ['cart.expiring', DAY - HOUR],
      ['cart.expired', DAY],
      ['cart.expired', DAY],
    ]);
  });
});

describe('the message that a cart expires', () => {
  it('is sent to its user, with what is in the cart', async () => {
    const { clock, mail } = await shopWithCart();
    clock.advance(DAY - HOUR);
    await settle(clock);
    expect(mail.messages).toMatchObject([{ type: 'cart.expiring', to: { userId: 'ada' } }]);
    expect(mail.messages[0]?.text).toContain('2 × Mug');
  });

  it('is a dead letter once the cart has expired: nobody can do anything about it', async () => {
    const { shop, clock, mail } = await shopWithCart();
    accepted(await shop.notifications.pause('mail'));
    await pass(clock, DAY);
    accepted(await shop.notifications.resume('mail'));
    await settle(clock);
    expect(mail.told).toEqual(['cart.expired']);
    expect(shop.notifications.dead()).toMatchObject([
      { type: 'cart.expiring', reason: 'its time is over', attempts: 0 },
    ]);
  });

  it('is tried again until the cart has expired only', async () => {
    const { shop, clock, mail } = await shopWithCart({ deadlineMs: Number.POSITIVE_INFINITY });
    mail.respond = (batch) => batch.map(() => ({ status: 'retry', retryAfterMs: 40 * MINUTE }));
    await pass(clock, DAY - HOUR);
    for (let minute = 0; minute < 59; minute++) await pass(clock, MINUTE);
    expect(shop.notifications.dead()).toMatchObject([
      {
        type: 'cart.expiring',
        attempts: 2,
        reason: 'no reason given (no time is left for another attempt)',
      },
    ]);
  });
});
