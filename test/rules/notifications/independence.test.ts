import { describe, expect, it } from 'vitest';
import { createShop, type EventMessage } from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { unheardRejections } from '../badInput/stage.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy } from '../shop/openShop.ts';
import { openNotifyingShop, pass, passSlowly, placeOrders, statusOf } from './notifyingShop.ts';
import { allSent, RecordingChannel, type Respond } from './recordingChannel.ts';

const BAD: readonly (readonly [string, Respond<EventMessage>])[] = [
  ['hangs', () => new Promise(() => {})],
  [
    'throws',
    () => {
      throw new Error('down');
    },
  ],
  ['rejects', () => Promise.reject(new Error('down'))],
  ['refuses all messages', (batch) => batch.map(() => ({ status: 'failed' }))],
  ['takes no message now', (batch) => batch.map(() => ({ status: 'retry' }))],
];

describe('a channel that', () => {
  it.each(BAD)('%s keeps neither another channel nor a checkout', async (_, respond) => {
    const bad = new RecordingChannel('bad', respond);
    const good = new RecordingChannel('good');
    const { shop, clock, facts } = await openNotifyingShop({ channels: [bad, good] });
    for (let round = 1; round <= 10; round++) {
      // Each is answered with no turn of the event loop between.
      await placeOrders(shop, 10);
      await pass(clock);
      expect(good.messages.length).toBe(10 * round);
    }
    await passSlowly(clock, 20_000, 20);
    expect(facts.filter(({ type }) => type === 'order.placed').length).toBe(100);
    expect(good.messages.length).toBe(100);
    expect(statusOf(shop, 'good')).toMatchObject({ state: 'idle', sent: 100, dead: 0 });
    expect(statusOf(shop, 'bad').sent).toBe(0);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

describe('a clock that throws', () => {
  it.each(['setTimeout', 'clearTimeout'] as const)(
    'in %s, when a channel is called, keeps no message from being sent',
    async (name) => {
      const mail = new RecordingChannel();
      const inner = simulatedClock();
      let isBroken = false;
      const clock: SimulatedClock = {
        ...inner,
        [name](...given: never[]) {
          if (isBroken) throw new Error('no timers');
          return (inner[name] as (...all: never[]) => unknown)(...given);
        },
      };
      // Nobody else uses the clock meanwhile.
      mail.respond = (batch) => {
        setImmediate(() => {
          isBroken = false;
        });
        return allSent(batch);
      };
      const unheard = await unheardRejections(async () => {
        const shop = await createShop({ clock, notifications: { channels: [mail] } });
        accepted(await shop.users.register({ userId: 'ada', name: 'Ada' }));
        const pin = { sku: 'pin', name: 'Pin', category: 'home', priceMinor: 5, stock: 9 };
        accepted(await shop.products.add(pin));
        await placeOrders(shop, 1);
        await loopTurns();
        inner.advance(50);
        isBroken = true;
        await loopTurns();
        expect(mail.told).toEqual(['order.placed']);
        expect(statusOf(shop)).toMatchObject({ underWay: 0, sent: 1 });
        await shop.close();
      });
      expect(unheard).toEqual([]);
    },
  );
});

describe('a checkout', () => {
  it('is answered before a channel is called', async () => {
    const { shop, clock, mail } = await openNotifyingShop({ limits: { '*': { gatherMs: 0 } } });
    await buy(shop, 'ada', { pin: 1 });
    expect(mail.batches).toEqual([]);
    await pass(clock, 0);
    expect(mail.told).toEqual(['order.placed']);
  });

  it('of a channel that calls its shop is answered, too', async () => {
    const mail = new RecordingChannel();
    const { shop, clock } = await openNotifyingShop({ channels: [mail] });
    mail.respond = async (batch) => {
      for (const { order } of batch) {
        if (order?.state === 'pending') accepted(await shop.orders.confirm(order.orderId));
      }
      return batch.map(() => 'sent' as const);
    };
    const [orderId = ''] = await placeOrders(shop, 1);
    await pass(clock);
    await pass(clock);
    await loopTurns();
    expect(shop.orders.get(orderId)?.state).toBe('confirmed');
    expect(mail.told).toEqual(['order.placed', 'order.confirmed']);
  });
});
