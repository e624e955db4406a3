import { describe, expect, it } from 'vitest';
import { ArgumentError, createShop, type Preferences } from '../../../src/index.ts';
import { errorOf } from '../badInput/stage.ts';
import { accepted } from '../shop/openShop.ts';
import { openNotifyingShop, pass, placeOrders } from './notifyingShop.ts';
import { pushSubscriptionOf } from './pushSubscriptionOf.ts';
import { RecordingChannel, RecordingSystem } from './recordingChannel.ts';

async function shopWithChannels() {
  const channels = [
    new RecordingChannel('mail'),
    new RecordingChannel('sms'),
    new RecordingSystem('erp'),
  ];
  const opened = await openNotifyingShop({
    channels,
    customTemplates: { 'gift.wrapped': () => undefined },
  });
  const prefer = async (userId: string, changes?: Preferences) =>
    accepted(await opened.shop.users.preferences(userId, changes)).preferences;
  return { ...opened, prefer };
}

describe('the preferences of a user', () => {
  it('are none at first, and change those channels only that are named', async () => {
    const { prefer } = await shopWithChannels();
    expect(await prefer('ada')).toEqual({});
    expect(await prefer('ada', { mail: false })).toEqual({ mail: false });
    expect(await prefer('ada', { sms: ['order.shipped'] })).toEqual({
      mail: false,
      sms: ['order.shipped'],
    });
    expect(await prefer('ada', { mail: true })).toEqual({ mail: true, sms: ['order.shipped'] });
    expect(await prefer('ada', {})).toEqual({ mail: true, sms: ['order.shipped'] });
    expect(await prefer('bob')).toEqual({});
  });

  it('have each type once, and may name custom types', async () => {
    const { prefer } = await shopWithChannels();
    const types = ['gift.wrapped', 'order.placed', 'gift.wrapped'];
    expect(await prefer('ada', { mail: types })).toEqual({
      mail: ['gift.wrapped', 'order.placed'],
    });
  });

  it('leave a channel as it is where it is undefined', async () => {
    const { prefer } = await shopWithChannels();
    await prefer('ada', { mail: false });
    expect(await prefer('ada', { mail: undefined } as never)).toEqual({ mail: false });
  });

  it('are there when the shop is opened again, also for channels that it has no more', async () => {
    const { prefer, reopen } = await shopWithChannels();
    await prefer('ada', { mail: false, sms: false });
    const again = await reopen({ channels: [new RecordingChannel('sms')] });
    const { preferences } = accepted(await again.users.preferences('ada', { sms: true }));
    expect(preferences).toEqual({ mail: false, sms: true });
  });

  it('are no part of what the shop has given out, or was given', async () => {
    const { prefer, shop, clock } = await shopWithChannels();
    const types = ['order.shipped'];
    const given = await prefer('ada', { mail: types });
    types.push('order.placed');
    (given.mail as string[]).push('order.placed');
    expect(await prefer('ada')).toEqual({ mail: ['order.shipped'] });
    await placeOrders(shop, 1);
    await pass(clock);
  });

  it('are refused for somebody who is unknown', async () => {
    const { shop } = await shopWithChannels();
    const refusal = { code: 'unknown-user', userId: 'eve' };
    expect(await shop.users.preferences('eve', { mail: false })).toEqual({ ok: false, refusal });
  });

  it.each([
    ['a channel that there is not', { male: false }, "'male'"],
    ['a channel to systems', { erp: false }, "'erp'"],
    ['a type that there is not', { mail: ['order.shiped'] }, "'order.shiped'"],
    ['a type whose messages go to the owner', { mail: ['stock.low'] }, "'stock.low'"],
    ['a type that becomes no message', { mail: ['cart.lineAdded'] }, "'cart.lineAdded'"],
    ['what is no list', { mail: 'order.placed' }, "'order.placed'"],
    ['a number', { mail: 0 }, '0'],
    ['null', { mail: null }, 'null'],
    ['one good and one bad', { sms: false, mail: ['x'] }, "'x'"],
  ])('cannot have %s, and stay as they are', async (_, changes, got) => {
    const { shop, prefer } = await shopWithChannels();
    await prefer('ada', { sms: ['order.placed'] });
    const error = await errorOf(() => shop.users.preferences('ada', changes as never));
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as Error).message).toContain(`got ${got}`);
    expect((error as ArgumentError).argument).toMatch(/^preferences/);
    expect(await prefer('ada')).toEqual({ sms: ['order.placed'] });
  });

  it('can only be none in a shop without channels', async () => {
    const shop = await createShop();
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    expect(await shop.users.preferences('ada', {})).toEqual({ ok: true, preferences: {} });
    const error = await errorOf(() => shop.users.preferences('ada', { mail: false }));
    expect((error as Error).message).toContain('the shop has no channels to people');
  });
});

describe('the push subscriptions of a user', () => {
  const at = (name: string, fill = 1) => pushSubscriptionOf(`https://push.example/${name}`, fill);

  it('are added one after the other; one with the same endpoint replaces the earlier one', async () => {
    const { shop } = await openNotifyingShop();
    const add = async (subscription: ReturnType<typeof at>) =>
      accepted(await shop.users.addPushSubscription('ada', subscription)).pushSubscriptions;
    expect(await add(at('a'))).toEqual([at('a')]);
    expect(await add(at('b'))).toEqual([at('a'), at('b')]);
    expect(await add(at('a', 9))).toEqual([at('b'), at('a', 9)]);
  });

  it('are ten at most: the oldest is removed', async () => {
    const { shop } = await openNotifyingShop();
    for (let count = 0; count < 12; count++) {
      accepted(await shop.users.addPushSubscription('ada', at(`${count}`)));
    }
    const { pushSubscriptions } = accepted(await shop.users.removePushSubscription('ada', 'x'));
    expect(pushSubscriptions.map(({ endpoint }) => endpoint)).toEqual(
      Array.from({ length: 10 }, (_, index) => at(`${index + 2}`).endpoint),
    );
  });

  it('are removed by their endpoint, and are there when the shop is opened again', async () => {
    const { shop, reopen } = await openNotifyingShop();
    accepted(await shop.users.addPushSubscription('ada', at('a')));
    accepted(await shop.users.addPushSubscription('ada', at('b')));
    const again = await reopen();
    const remove = async (name: string) =>
      accepted(await again.users.removePushSubscription('ada', at(name).endpoint))
        .pushSubscriptions;
    expect(await remove('a')).toEqual([at('b')]);
    expect(await remove('a')).toEqual([at('b')]);
    expect(await remove('b')).toEqual([]);
  });

  it('have what a browser says, and nothing else of it', async () => {
    const { shop } = await openNotifyingShop();
    const given = { ...at('a'), expirationTime: null };
    const { pushSubscriptions } = accepted(await shop.users.addPushSubscription('ada', given));
    expect(pushSubscriptions).toEqual([at('a')]);
  });

  it('are refused for somebody who is unknown', async () => {
    const { shop } = await openNotifyingShop();
    const refused = { ok: false, refusal: { code: 'unknown-user', userId: 'eve' } };
    expect(await shop.users.addPushSubscription('eve', at('a'))).toEqual(refused);
    expect(await shop.users.removePushSubscription('eve', 'https://x')).toEqual(refused);
  });
});
