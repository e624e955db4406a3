import { describe, expect, it } from 'vitest';
import { assign, fromPromise, type InspectionEvent, setup } from 'xstate';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import { actorRecords } from '../../../src/schema/actorRecord.ts';
import { memoryStore } from '../../../src/store/memoryStore.ts';
import type { Change, Store } from '../../../src/store/store.ts';
import { loopTurns } from '../loopTurns.ts';
import { lampEngine, lamps } from './lamps.ts';

describe('a turn', () => {
  it('runs a message and everything it causes, then publishes the facts in order', async () => {
    const { press, told } = lampEngine();
    await press('hall');
    await press('attic');
    expect(told).toEqual([
      { type: 'lamp.on', name: 'hall', seq: 1, at: 0 },
      { type: 'lamp.on', name: 'attic', seq: 2, at: 0 },
    ]);
  });

  it('has one time, however long it takes', async () => {
    let now = 100;
    const clock = { now: () => now++, setTimeout: () => 0, clearTimeout: () => {} };
    const { engine } = lampEngine({ clock });
    const times = await engine.turn((turn) => [turn.at, engine.now(), engine.now(), turn.at]);
    expect(new Set(times).size).toBe(1);
  });

  it('does not go back in time when the clock goes back by a second or less', async () => {
    const times = [0, 0, 1000, 500, 2000]; // The first two are asked for when the engine opens.
    const clock = { now: () => times.shift() ?? 0, setTimeout: () => 0, clearTimeout: () => {} };
    const { engine } = lampEngine({ clock });
    expect([engine.now(), engine.now(), engine.now(), engine.now()]).toEqual([
      1000, 1000, 2000, 2000,
    ]);
  });

  it('cannot be started inside another', async () => {
    const { engine } = lampEngine();
    await engine.turn(() => {
      expect(() => engine.turn(() => {})).toThrow('a turn is under way');
    });
  });

  it('that throws before it has changed anything leaves the engine running', async () => {
    const { engine, press, told } = lampEngine();
    expect(() =>
      engine.turn(() => {
        throw new RangeError('no such lamp');
      }),
    ).toThrow(RangeError);
    await press('hall');
    expect(told).toHaveLength(1);
  });

  it('in which an actor fails stops the engine and publishes nothing', async () => {
    const { engine, press, told } = lampEngine();
    await press('hall');
    expect(() => press('hall', 'explode')).toThrow('the lamp exploded');
    expect(engine.stopped?.cause?.message).toBe('the lamp exploded');
    expect(() => press('hall')).toThrow('stopped');
    expect(told).toHaveLength(1);
  });

  it('is opened for every event from outside, such as the end of an invoked promise', async () => {
    let arrive: (light: number) => void = () => {};
    const sensor = setup({
      types: { context: {} as { light: number } },
      actors: {
        measure: fromPromise(() => new Promise<number>((resolve) => (arrive = resolve))),
      },
    }).createMachine({
      context: { light: 0 },
      initial: 'measuring',
      states: {
        measuring: {
          invoke: {
            src: 'measure',
            onDone: { target: 'done', actions: assign({ light: ({ event }) => event.output }) },
          },
        },
        done: { type: 'final' },
      },
    });
    const kind: ActorKind = {
      name: 'sensor',
      machine: sensor,
      storesHistory: false,
      canPassivate: ({ status }) => status === 'done',
      isDisposable: () => false,
      initialInput: () => ({}),
    };
    const { engine } = lampEngine({ kinds: [kind] });
    await engine.turn(() => engine.directory.find(kind, 's1'));
    expect(engine.directory.liveCount).toBe(1);
    arrive(7);
    await loopTurns();
    expect(engine.stopped).toBeUndefined();
    expect(engine.directory.liveCount).toBe(0);
    expect(engine.directory.peek(kind, 's1')?.context).toEqual({ light: 7 });
  });
});

describe('the directory', () => {
  it('keeps no live actor for one that can passivate', async () => {
    const { engine, press } = lampEngine();
    for (let index = 0; index < 100; index++) {
      await press(`lamp${index}`);
      await press(`lamp${index}`);
    }
    expect(engine.directory.liveCount).toBe(0);
    expect(engine.directory.peek(lamps, 'lamp7')?.context).toMatchObject({ uses: 1 });
  });

  it('reactivates an actor when an event is sent to it, with its history', async () => {
    const { engine, press } = lampEngine();
    await press('hall');
    await press('hall');
    await press('hall');
    expect(engine.directory.liveCount).toBe(1);
    expect(engine.directory.peek(lamps, 'hall')).toMatchObject({
      value: 'on',
      context: { uses: 2 },
    });
    expect(engine.directory.history(lamps, 'hall')?.map(({ type }) => type)).toEqual([
      'lamp.on',
      'lamp.off',
      'lamp.on',
    ]);
  });

  it('keeps no record of an actor that is disposable and waits for nothing', async () => {
    const { engine, store, press } = lampEngine();
    await press('hall', 'smash');
    expect(store.get(['lamp', 'hall'])).toBeUndefined();
    expect(engine.directory.exists(lamps, 'hall')).toBe(false);
  });

  it('keeps one that is disposable as long as it waits for a timer', async () => {
    const { engine, clock } = lampEngine();
    await engine.turn(() => void engine.directory.find(lamps, 'hall'));
    expect([engine.directory.liveCount, engine.timerCount]).toEqual([0, 1]);
    expect(engine.directory.peek(lamps, 'hall')?.context).toMatchObject({ uses: 0, dusted: 0 });
    clock.advance(10_000);
    expect(engine.timerCount).toBe(0);
    expect(engine.directory.peek(lamps, 'hall')).toBeUndefined();
  });

  it('answers what a passivated actor accepts without reactivating it', async () => {
    const { engine, press } = lampEngine();
    await press('hall');
    await press('hall');
    const snapshot = engine.directory.peek(lamps, 'hall');
    expect([snapshot?.can({ type: 'press' }), snapshot?.can({ type: 'explode' })]).toEqual([
      true,
      false,
    ]);
    expect(engine.directory.liveCount).toBe(0);
  });

  it('keeps apart ids that look like addresses, keys or parts of an object', async () => {
    const { engine, press } = lampEngine();
    const names = ['a:b', 'a', 'lamp:a', 'a/b', '__proto__', 'constructor', '', ' '];
    for (const [index, name] of names.entries()) {
      for (let times = 0; times <= index; times++) {
        await press(name);
        await press(name);
      }
    }
    for (const [index, name] of names.entries()) {
      expect(engine.directory.peek(lamps, name)?.context).toMatchObject({ name, uses: index + 1 });
    }
  });
});

describe('timers', () => {
  it('run in due order, each as a turn of its own at its own time', async () => {
    const { press, clock, told } = lampEngine();
    await press('first');
    clock.advance(400);
    await press('second');
    clock.advance(5000);
    expect(told.slice(2)).toEqual([
      { type: 'lamp.off', name: 'first', seq: 3, at: 1000 },
      { type: 'lamp.off', name: 'second', seq: 4, at: 1400 },
    ]);
  });

  it('are gone when their state is left', async () => {
    const { press, clock, told } = lampEngine();
    await press('hall');
    clock.advance(999);
    await press('hall');
    await press('hall');
    clock.advance(999);
    expect(told.map(({ type }) => type)).toEqual(['lamp.on', 'lamp.off', 'lamp.on']);
    clock.advance(1);
    expect(told).toHaveLength(4);
  });

  it('of a passivated actor still run, and reactivate it', async () => {
    const { engine, press, clock } = lampEngine();
    await press('hall');
    await press('hall');
    expect([engine.directory.liveCount, engine.timerCount]).toEqual([0, 1]);
    clock.advance(9999);
    expect(engine.directory.peek(lamps, 'hall')?.context).toMatchObject({ dusted: 0 });
    clock.advance(1);
    expect(engine.directory.peek(lamps, 'hall')?.context).toMatchObject({ uses: 1, dusted: 1 });
    expect(engine.timerCount).toBe(0);
  });

  it('of a passivated actor are stored with it', async () => {
    const { store, press, clock } = lampEngine({ isDurable: true });
    clock.advance(5);
    await press('hall');
    await press('hall');
    const [[, record] = []] = actorRecords('lamp').active.range(store);
    expect(record).toMatchObject({
      name: 'hall',
      timers: [{ id: 'xstate.after.10000.lamp.off', dueAt: 10_005 }],
    });
  });

  it('are cancelled when an actor is reactivated and leaves the state that they belong to', async () => {
    const { engine, press, clock } = lampEngine();
    await press('hall');
    await press('hall');
    clock.advance(9000);
    await press('hall');
    clock.advance(1000);
    await press('hall', 'smash');
    clock.advance(100_000);
    expect(engine.directory.peek(lamps, 'hall')?.context).toMatchObject({ uses: 2, dusted: 0 });
    expect(engine.timerCount).toBe(0);
  });

  it('that are overdue run before the next turn', async () => {
    let now = 0;
    const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
    const { engine, press, told } = lampEngine({ clock });
    await press('hall');
    now = 5000;
    engine.runDueTimers();
    expect(told.map(({ type, at }) => [type, at])).toEqual([
      ['lamp.on', 0],
      ['lamp.off', 5000],
    ]);
  });

  it('use one timer of the clock at a time, however many are pending', async () => {
    let running = 0;
    let most = 0;
    const { clock } = lampEngine();
    const counting = {
      now: () => clock.now(),
      setTimeout: (run: () => void, delay: number) => {
        running++;
        most = Math.max(most, running);
        return clock.setTimeout(() => {
          running--;
          run();
        }, delay);
      },
      clearTimeout: (timer: unknown) => {
        running--;
        clock.clearTimeout(timer);
      },
    };
    const { press, engine } = lampEngine({ clock: counting });
    for (let index = 0; index < 50; index++) {
      await press(`lamp${index}`);
      clock.advance(1);
    }
    expect([engine.timerCount, most]).toEqual([50, 1]);
  });

  it('may be longer than the longest timer of Node.js', async () => {
    const delays: number[] = [];
    const clock = {
      now: () => 0,
      setTimeout: (_: () => void, delay: number) => delays.push(delay),
      clearTimeout: () => {},
    };
    const year = setup({}).createMachine({ after: { [365 * 24 * 3600 * 1000]: {} } });
    const kind: ActorKind = { ...lamps, name: 'year', machine: year, canPassivate: () => false };
    const { engine } = lampEngine({ clock, kinds: [kind] });
    await engine.turn(() => engine.directory.find(kind, 'y'));
    expect(delays).toEqual([2 ** 31 - 1]);
  });
});

describe('commits', () => {
  /** A memory store whose commits become durable when the test says so, once it is stalled. */
  function slowStore() {
    const inner = memoryStore();
    const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
    let stalls = false;
    const stall = () => {
      stalls = true;
    };
    const store: Store = {
      ...inner,
      commit(batch: readonly Change[]) {
        inner.commit(batch);
        if (!stalls) return undefined;
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
    };
    return { store, waiting, stall };
  }

  it('are awaited before a command resolves and before its facts are published', async () => {
    const { store, waiting, stall } = slowStore();
    const { press, told } = lampEngine({ store, isDurable: true });
    await press('hall');
    stall();
    let done = false;
    const off = Promise.resolve(press('hall')).then(() => {
      done = true;
    });
    await Promise.resolve();
    expect([done, told.length]).toEqual([false, 1]);
    waiting[0]?.resolve();
    await off;
    expect([done, told.length]).toEqual([true, 2]);
  });

  it('publish their facts in order, also when a later turn has nothing to commit', async () => {
    const { store, waiting, stall } = slowStore();
    const { engine, press, told } = lampEngine({ store, isDurable: true });
    await press('hall');
    stall();
    const off = press('hall');
    const later = engine.turn(() => engine.emit({ type: 'something.happened' }));
    await Promise.resolve();
    expect(told).toHaveLength(1);
    expect(waiting).toHaveLength(1);
    waiting[0]?.resolve();
    await Promise.all([off, later]);
    expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('that fail stop the engine: every waiting command rejects with the cause', async () => {
    const { store, waiting, stall } = slowStore();
    const { engine, press, told } = lampEngine({ store, isDurable: true });
    await press('hall');
    stall();
    const off = press('hall');
    const attic = press('attic');
    for (const { reject } of waiting) reject(new Error('disk full'));
    await expect(off).rejects.toThrow('disk full');
    await expect(attic).rejects.toThrow('disk full');
    expect(engine.stopped?.cause?.message).toBe('disk full');
    expect(told).toHaveLength(1);
    expect(() => press('hall')).toThrow('stopped');
    expect(engine.directory.peek(lamps, 'attic')?.value).toBe('on');
    await engine.close();
  });

  it('are awaited by close', async () => {
    const { store, waiting, stall } = slowStore();
    const { engine, press } = lampEngine({ store, isDurable: true });
    await press('hall');
    stall();
    const off = press('hall');
    let closed = false;
    const closing = engine.close().then(() => {
      closed = true;
    });
    await Promise.resolve();
    expect(closed).toBe(false);
    waiting[0]?.resolve();
    await Promise.all([off, closing]);
    expect(closed).toBe(true);
  });
});

describe('the actor system', () => {
  it('is one: every actor is a child of the one root that the inspector sees', async () => {
    const seen: InspectionEvent[] = [];
    const { press } = lampEngine({ inspect: (event) => seen.push(event) });
    await press('hall');
    await press('attic');
    expect(new Set(seen.map(({ rootId }) => rootId)).size).toBe(1);
    const ids = seen
      .filter(({ type }) => type === '@xstate.actor')
      .map(({ actorRef }) => (actorRef as { id?: string }).id);
    expect(ids).toEqual(['shop', 'lamp:hall', 'lamp:attic']);
  });
});
