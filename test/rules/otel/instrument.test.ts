import { metrics, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ArgumentError, memoryStore } from '../../../src/index.ts';
import { instrument } from '../../../src/otel.ts';
import { loopTurns } from '../loopTurns.ts';
import { buy, HOUR, openShop } from '../shop/openShop.ts';
import { slowStore } from '../shop/slowStore.ts';
import { collected, type Point, withContexts, within } from './collected.ts';

afterEach(() => vi.restoreAllMocks());

/** The points of one metric, as texts of its attributes without their namespace and its value. */
function shown(points: readonly Point[], name: string): [attributes: string, value: unknown][] {
  return points
    .filter((point) => point.name === name)
    .map(({ attributes, value }) => [Object.values(attributes).join(' '), value]);
}

describe('the metrics of a shop', () => {
  it('count commands by type, class and outcome', async () => {
    const { meter, tracer, points } = collected();
    const { shop } = await openShop({
      pricing: () => {
        throw new Error('no prices today');
      },
    });
    instrument(shop, { meter, tracer });
    await shop.carts.add('ada', 'mug', 1);
    await shop.carts.add('ada', 'mug', 1);
    await shop.carts.add('ada', 'vase', 5);
    await shop.carts.add('ada', 'vase', -5).catch(() => {});
    await shop.checkout('ada').catch(() => {});
    expect(shown(await points(), 'statecart.command.answered')).toEqual([
      ['carts.add browse ok', 2],
      ['carts.add browse refused out-of-stock', 1],
      ['checkout buy error UserCodeError', 1],
    ]);
  });

  it('have the names and units of the semantic conventions', async () => {
    const { meter, tracer, points } = collected();
    const { shop, clock } = await openShop({ store: memoryStore() });
    instrument(shop, { meter, tracer });
    shop.consumer('mailer');
    await shop.carts.add('ada', 'mug', 1);
    clock.advance(24 * HOUR);
    const units = new Map((await points()).map(({ name, unit }) => [name, unit]));
    expect(Object.fromEntries(units)).toEqual({
      'statecart.command.answered': '{command}',
      'statecart.command.duration': 's',
      'statecart.command.wait_time': 's',
      'statecart.turn.duration': 's',
      'statecart.commit.duration': 's',
      'statecart.timer.fired': '{timer}',
      'statecart.command.waiting': '{command}',
      'statecart.commit.waiting': '{turn}',
      'statecart.commit.oldest_age': 's',
      'statecart.cart.live': '{cart}',
      'statecart.order.open': '{order}',
      'statecart.timer.pending': '{timer}',
      'statecart.consumer.lag': '{fact}',
      'statecart.search.rows': '{product}',
      'statecart.health.state': '1',
    });
  });

  it('show how the channels of notifications are', async () => {
    const { meter, tracer, points } = collected();
    const deliver = () => [{ status: 'failed' } as const];
    const channels = [{ name: 'email', deliver }];
    const { shop, clock } = await openShop({ notifications: { channels } });
    instrument(shop, { meter, tracer });
    await shop.notifications.pause('email');
    await buy(shop, 'ada', { mug: 1 });
    expect(shown(await points(), 'statecart.channel.backlog')).toEqual([['email', 1]]);
    await shop.notifications.resume('email');
    await loopTurns();
    clock.advance(50);
    await loopTurns();
    const after = await points();
    expect(shown(after, 'statecart.channel.backlog')).toEqual([['email', 0]]);
    expect(shown(after, 'statecart.channel.retrying')).toEqual([['email', 0]]);
    expect(shown(after, 'statecart.channel.dead')).toEqual([['email', 1]]);
  });

  it('time commands in seconds, until they are durable', async () => {
    const { meter, tracer, points } = collected();
    const { store, slowDown, release } = slowStore();
    const { shop, clock } = await openShop({ store });
    instrument(shop, { meter, tracer });
    slowDown();
    const answer = shop.carts.add('ada', 'mug', 1);
    clock.advance(1500);
    const waiting = await points();
    expect(shown(waiting, 'statecart.commit.waiting')).toEqual([['', 1]]);
    expect(shown(waiting, 'statecart.commit.oldest_age')).toEqual([['', 1.5]]);
    expect(shown(waiting, 'statecart.command.duration')).toEqual([]);
    release();
    await answer;
    const after = await points();
    expect(shown(after, 'statecart.command.duration')).toMatchObject([
      ['carts.add browse ok', { count: 1, sum: 1.5 }],
    ]);
    expect(shown(after, 'statecart.commit.duration')).toMatchObject([['', { count: 1, sum: 1.5 }]]);
    expect(shown(after, 'statecart.turn.duration')).toMatchObject([['', { count: 1, sum: 0 }]]);
    expect(shown(after, 'statecart.commit.waiting')).toEqual([['', 0]]);
  });

  it('show what stats() and health() tell', async () => {
    const { meter, tracer, points } = collected();
    const { shop } = await openShop({ store: memoryStore() });
    instrument(shop, { meter, tracer });
    shop.consumer('mailer');
    await shop.carts.add('ada', 'mug', 1);
    await shop.carts.add('bob', 'mug', 1);
    await shop.checkout('bob');
    const now = await points();
    expect(shown(now, 'statecart.cart.live')).toEqual([['', 1]]);
    expect(shown(now, 'statecart.order.open')).toEqual([['', 1]]);
    expect(shown(now, 'statecart.timer.pending')).toEqual([['', 2]]);
    expect(shown(now, 'statecart.consumer.lag')).toEqual([['mailer', 3]]);
    expect(shown(now, 'statecart.search.rows')).toEqual([['', 3]]);
    const states = (state: string) =>
      ['healthy', 'degraded', 'shedding', 'stopped'].map((each) => [each, Number(each === state)]);
    expect(shown(now, 'statecart.health.state')).toEqual(states('healthy'));
    await shop.close();
    expect(shown(await points(), 'statecart.health.state')).toEqual(states('stopped'));
  });
});

describe('the span of a command', () => {
  it('is a child of the span that is active at the call, and ends with the answer', async () => {
    await withContexts(async () => {
      const { meter, tracer, spans } = collected();
      const { store, slowDown, release } = slowStore();
      const { shop } = await openShop({ store });
      instrument(shop, { meter, tracer });
      slowDown();
      const request = tracer.startSpan('POST /cart');
      const inRequest = trace.setSpan(ROOT_CONTEXT, request);
      const answer = within(inRequest, () => shop.carts.add('ada', 'mug', 1));
      expect(spans()).toEqual([]);
      release();
      await answer;
      await shop.checkout('bob');
      const [add, checkout] = spans();
      expect(add).toMatchObject({
        name: 'carts.add',
        parentSpanContext: { spanId: request.spanContext().spanId },
        status: { code: SpanStatusCode.UNSET },
        attributes: {
          'statecart.command.type': 'carts.add',
          'statecart.command.class': 'browse',
          'statecart.command.outcome': 'ok',
          'statecart.command.wait_time': 0,
        },
      });
      expect(add?.spanContext().traceId).toBe(request.spanContext().traceId);
      expect(checkout?.parentSpanContext).toBeUndefined();
    });
  });

  it('has the code of a refusal, which is no error', async () => {
    const { meter, tracer, spans } = collected();
    const { shop } = await openShop();
    instrument(shop, { meter, tracer });
    await shop.checkout('ada');
    expect(spans()).toMatchObject([
      {
        name: 'checkout',
        status: { code: SpanStatusCode.UNSET },
        attributes: {
          'statecart.command.outcome': 'refused',
          'statecart.refusal.code': 'empty-cart',
        },
        events: [],
      },
    ]);
  });

  it('has the error with which the command rejects', async () => {
    const { meter, tracer, spans } = collected();
    const { shop } = await openShop({
      pricing: () => {
        throw new Error('no prices today');
      },
    });
    await shop.carts.add('ada', 'mug', 1);
    instrument(shop, { meter, tracer });
    await shop.checkout('ada').catch(() => {});
    const message = expect.stringContaining('no prices today');
    expect(spans()).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR, message },
        attributes: { 'statecart.command.outcome': 'error', 'error.type': 'UserCodeError' },
        events: [{ name: 'exception', attributes: { 'exception.message': message } }],
      },
    ]);
  });
});

describe('instrument', () => {
  it('takes the global providers when it is given none', async () => {
    const { meters, tracers, points, spans } = collected();
    metrics.setGlobalMeterProvider(meters);
    trace.setGlobalTracerProvider(tracers);
    try {
      const { shop } = await openShop();
      instrument(shop);
      await shop.checkout('ada');
      expect(spans().map(({ name }) => name)).toEqual(['checkout']);
      expect(shown(await points(), 'statecart.command.answered').length).toBe(1);
    } finally {
      metrics.disable();
      trace.disable();
    }
  });

  it('does nothing without an SDK', async () => {
    const { shop } = await openShop();
    const end = instrument(shop);
    expect(await shop.carts.add('ada', 'mug', 1)).toMatchObject({ ok: true });
    end();
  });

  it('ends when its result is called: open spans end, and nothing is reported any more', async () => {
    const { meter, tracer, points, spans } = collected();
    const { store, slowDown, release } = slowStore();
    const { shop } = await openShop({ store });
    const end = instrument(shop, { meter, tracer });
    slowDown();
    const answer = shop.carts.add('ada', 'mug', 1);
    end();
    end();
    expect(spans().map(({ name }) => name)).toEqual(['carts.add']);
    release();
    await answer;
    await shop.checkout('ada');
    expect(spans().length).toBe(1);
    expect((await points()).map(({ name }) => name)).toEqual(['statecart.turn.duration']);
  });

  it('leaves a shop as it is when the tracer throws, which is a process warning', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { meter, tracer, points } = collected();
    const { shop } = await openShop();
    const startSpan = () => {
      throw new Error('no spans today');
    };
    instrument(shop, { meter, tracer: Object.assign(Object.create(tracer), { startSpan }) });
    expect(await shop.carts.add('ada', 'mug', 1)).toMatchObject({ ok: true });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('no spans today'));
    expect(shown(await points(), 'statecart.command.answered')).toEqual([
      ['carts.add browse ok', 1],
    ]);
  });

  it('refuses what is no shop, and options that are none', async () => {
    const { shop } = await openShop();
    const given = (...args: unknown[]) => {
      const call = () => instrument(...(args as Parameters<typeof instrument>));
      expect(call).toThrow(ArgumentError);
      return expect(call);
    };
    given(undefined).toThrow('shop: expected a shop of createShop(), got undefined');
    given({ ...shop }).toThrow('shop: expected a shop of createShop()');
    given(shop, { metre: 1 }).toThrow('metre');
    given(shop, { meter: {} }).toThrow('options.meter.createHistogram: expected a function');
    given(shop, { tracer: 7 }).toThrow('options.tracer.startSpan: expected a function');
  });
});
