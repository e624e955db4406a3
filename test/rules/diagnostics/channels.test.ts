import { tracingChannel } from 'node:diagnostics_channel';
import { describe, expect, it, vi } from 'vitest';
import {
  type CommandMessage,
  memoryStore,
  type RefusalMessage,
  type StoppedMessage,
  type TurnMessage,
} from '../../../src/index.ts';
import { Observers } from '../../../src/runtime/observer.ts';
import { MINUTE, openShop } from '../shop/openShop.ts';
import { slowStore } from '../shop/slowStore.ts';
import { subscribed } from './subscribed.ts';

describe('the channel tracing:statecart:command', () => {
  it('gets one message for a command: at its start, and at its durable answer', async () => {
    const { store, slowDown, release } = slowStore();
    const { shop, clock } = await openShop({ store });
    const started: CommandMessage[] = [];
    const ended: CommandMessage[] = [];
    subscribed('tracing:statecart:command:start', (message) => started.push(message));
    subscribed('tracing:statecart:command:asyncEnd', (message) => ended.push(message));
    slowDown();
    const answer = shop.carts.add('ada', 'mug', 1);
    expect(started).toMatchObject([
      { shop, type: 'carts.add', commandClass: 'browse', durationMs: undefined },
    ]);
    expect(ended).toEqual([]);
    clock.advance(30);
    release();
    await answer;
    expect(ended.length).toBe(1);
    expect(ended[0]).toBe(started[0]);
    expect(ended[0]).toEqual({
      shop,
      type: 'carts.add',
      commandClass: 'browse',
      waitMs: 0,
      durationMs: 30,
      refusal: undefined,
      error: undefined,
    });
  });

  it('is a tracing channel of Node.js', async () => {
    const { shop } = await openShop();
    const calls: string[] = [];
    const note = (event: string) => (message: object) =>
      void calls.push(`${event} ${(message as CommandMessage).type}`);
    const channel = tracingChannel('statecart:command');
    const handlers = {
      start: note('start'),
      end: note('end'),
      asyncStart: note('asyncStart'),
      asyncEnd: note('asyncEnd'),
      error: note('error'),
    };
    channel.subscribe(handlers);
    try {
      await shop.checkout('ada');
    } finally {
      channel.unsubscribe(handlers);
    }
    await shop.checkout('ada');
    expect(calls).toEqual(['start checkout', 'asyncEnd checkout']);
  });

  it('tells of a refusal and of an error, which has an event of its own', async () => {
    const { shop } = await openShop({
      pricing: () => {
        throw new Error('no prices today');
      },
    });
    const events: unknown[][] = [];
    for (const event of ['start', 'asyncEnd', 'error']) {
      subscribed(`tracing:statecart:command:${event}`, ({ type, refusal, error }: CommandMessage) =>
        events.push([event, type, refusal, (error as Error | undefined)?.message]),
      );
    }
    await shop.carts.add('ada', 'vase', 2);
    await shop.carts.add('ada', 'vase', 1);
    await shop.checkout('ada').catch(() => {});
    expect(events).toEqual([
      ['start', 'carts.add', undefined, undefined],
      ['asyncEnd', 'carts.add', 'out-of-stock', undefined],
      ['start', 'carts.add', undefined, undefined],
      ['asyncEnd', 'carts.add', undefined, undefined],
      ['start', 'checkout', undefined, undefined],
      ['error', 'checkout', undefined, expect.stringContaining('no prices today')],
      ['asyncEnd', 'checkout', undefined, expect.stringContaining('no prices today')],
    ]);
  });

  it('hears nothing of arguments that are refused, and nothing once nobody subscribes', async () => {
    const { shop } = await openShop();
    const types: string[] = [];
    const name = 'tracing:statecart:command:asyncEnd';
    const remove = subscribed(name, ({ type }: CommandMessage) => types.push(type));
    await shop.carts.add('ada', 'mug', -1).catch(() => {});
    await shop.carts.add('ada', 'mug', 1);
    remove();
    await shop.carts.clear('ada');
    expect(types).toEqual(['carts.add']);
  });
});

describe('the other channels', () => {
  it('statecart:turn gets every turn, also of a timer without any command', async () => {
    const { shop, clock } = await openShop({ store: memoryStore() });
    await shop.carts.add('ada', 'mug', 1);
    await shop.checkout('ada');
    const turns: TurnMessage[] = [];
    subscribed('statecart:turn', (turn) => turns.push(turn));
    clock.advance(30 * MINUTE);
    expect(turns).toEqual([
      {
        shop,
        number: expect.any(Number),
        at: clock.now(),
        durationMs: 0,
        facts: 1,
        changes: expect.any(Number),
      },
    ]);
    expect(turns[0]?.changes).toBeGreaterThan(3);
  });

  it('statecart:refusal gets the command and the code', async () => {
    const { shop } = await openShop();
    const refusals: RefusalMessage[] = [];
    subscribed('statecart:refusal', (refusal) => refusals.push(refusal));
    await shop.checkout('ada');
    await shop.carts.clear('ada');
    expect(refusals).toEqual([{ shop, command: 'checkout', code: 'empty-cart' }]);
  });

  it('statecart:stopped tells which shop has stopped, and why', async () => {
    const stopped: StoppedMessage[] = [];
    subscribed('statecart:stopped', (message) => stopped.push(message));
    const { shop } = await openShop();
    await shop.close();
    const inner = memoryStore();
    let isFull = false;
    const commit: typeof inner.commit = (batch) => {
      if (isFull) throw new Error('disk full');
      return inner.commit(batch);
    };
    const failing = await openShop({ store: { ...inner, commit } });
    isFull = true;
    await failing.shop.carts.add('ada', 'mug', 1).catch(() => {});
    expect(stopped).toEqual([
      { shop, cause: undefined },
      { shop: failing.shop, cause: new Error('disk full') },
    ]);
  });
});

describe('a subscriber', () => {
  it('that throws is reported by the process, and changes no command', async () => {
    const { shop } = await openShop();
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const reported = new Promise((resolve) => process.once('uncaughtException', resolve));
      const seen: string[] = [];
      const name = 'tracing:statecart:command:start';
      subscribed(name, () => {
        throw new Error('not today');
      });
      subscribed(name, ({ type }: CommandMessage) => seen.push(type));
      expect(await shop.carts.add('ada', 'mug', 1)).toMatchObject({ ok: true });
      expect(await reported).toEqual(new Error('not today'));
      expect(seen).toEqual(['carts.add']);
    } finally {
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });

  it('may send commands to the shop', async () => {
    const { shop } = await openShop();
    const answers: Promise<unknown>[] = [];
    subscribed('statecart:refusal', () => answers.push(shop.carts.add('ada', 'mug', 1)));
    await shop.checkout('ada');
    expect(await Promise.all(answers)).toMatchObject([{ ok: true }]);
  });

  it('is paid for only while it is there: without one, no hook is called', async () => {
    const { shop } = await openShop();
    const notify = vi.spyOn(Observers.prototype, 'notify');
    await shop.carts.add('ada', 'mug', 1);
    await shop.checkout('ada');
    await shop.close();
    expect(notify).not.toHaveBeenCalled();
    notify.mockRestore();
  });
});
