import { describe, expect, it } from 'vitest';
import type { HealthFigures } from '../../../machines/index.ts';
import { HealthPart } from '../../../src/health/healthPart.ts';
import { type Clock, createShop, memoryStore } from '../../../src/index.ts';
import { Engine } from '../../../src/runtime/engine.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { answered, judgedPart } from './judgedPart.ts';

const CALM: HealthFigures = { p99Ms: 0, checkouts: 0, commands: 0, errors: 0, refusedClasses: [] };
const SLOW: HealthFigures = { ...CALM, p99Ms: 900, checkouts: 50, commands: 50 };

/** A clock that counts its timers. */
function countingClock() {
  const inner = simulatedClock();
  const timers = new Set<unknown>();
  let set = 0;
  const clock: Clock = {
    ...inner,
    setTimeout(run, delayMs) {
      set++;
      const timer = inner.setTimeout(() => {
        timers.delete(timer);
        run();
      }, delayMs);
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer);
      inner.clearTimeout(timer);
    },
  };
  return { ...inner, clock, timers, set: () => set };
}

/** Counts slow checkouts, as the commands of a shop would. */
function answerSlowly(part: HealthPart, count = 50): void {
  for (let times = 0; times < count; times++) answered(part, 'buy', 900);
}

async function partWith(clock: Clock, refused: readonly string[] = []) {
  const engine = new Engine({ clock, store: memoryStore() });
  const admission = { refusedClasses: refused } as never;
  const part = new HealthPart({ engine, clock, admission });
  await engine.open([part]);
  return { engine, part };
}

describe('a shop that is healthy', () => {
  it('sets no timer and runs no turn for its health, however long it is used', async () => {
    const { clock, advance, set } = countingClock();
    const { engine, part } = await partWith(clock);
    for (let second = 0; second < 60; second++) {
      advance(1000);
      answered(part, 'browse', 1);
      expect(part.judge().state).toBe('healthy');
    }
    expect([set(), engine.lastSeq]).toEqual([0, 0]);
    const turns = engine.turn(({ number }) => number);
    expect(turns).toBe(1);
  });
});

describe('a shop that is not healthy', () => {
  it('has one timer, with which it recovers without any commands, and then none', async () => {
    const { clock, advance, timers, set } = countingClock();
    const { part } = await partWith(clock);
    answerSlowly(part);
    advance(1000);
    expect(part.judge()).toMatchObject({ state: 'degraded', reasons: ['latency'], alert: false });
    expect(timers.size).toBe(1);
    advance(9_000);
    expect(part.judge().state).toBe('degraded');
    advance(24 * 60 * 60 * 1000);
    expect(part.judge().state).toBe('healthy');
    expect(timers.size).toBe(0);
    expect(set()).toBeLessThan(20);
  });

  it('is sampled once a second, whatever the number of commands and questions', async () => {
    const { clock, advance } = countingClock();
    const { part } = await partWith(clock);
    let samples = 0;
    const { figures } = part;
    part.figures = () => {
      samples++;
      return figures.call(part);
    };
    advance(1000);
    answerSlowly(part);
    for (let step = 0; step < 50; step++) {
      advance(100);
      answered(part, 'browse', 1);
      part.judge();
    }
    expect(samples).toBe(6);
  });

  it('tells of it in facts, with the figures of the sample', async () => {
    const { facts, sample } = await judgedPart();
    sample(SLOW);
    sample({ ...SLOW, errors: 10 });
    for (let second = 0; second < 5; second++) sample(CALM);
    expect(facts).toMatchObject([
      { from: 'healthy', to: 'degraded', reasons: ['latency'], alert: false, p99Ms: 900 },
      { from: 'degraded', to: 'degraded', reasons: ['latency', 'errors'], errorRate: 0.2 },
      { from: 'degraded', to: 'healthy', reasons: [], alert: false, p99Ms: 0, errorRate: 0 },
    ]);
    expect(facts.map(({ type }) => type)).toEqual(Array(3).fill('health.changed'));
    expect(facts[1]).toMatchObject({ alert: true });
  });

  it('tells at most a few facts, however its figures go to and fro', async () => {
    const { facts, sample } = await judgedPart();
    for (let second = 0; second < 600; second++) sample(second % 2 === 0 ? SLOW : CALM);
    expect(facts.length).toBe(1);
  });

  it('has been so since the change; a jump of the clock moves that', async () => {
    const { clock, engine, part, sample } = await judgedPart();
    sample(SLOW);
    sample(SLOW);
    expect(part.judge().since).toBe(1_001_000);
    clock.jump(5_000_000);
    engine.runDueTimers();
    expect(part.judge().since).toBe(6_001_000);
  });

  it('has no timer any more once it is closed', async () => {
    const { clock, advance, timers } = countingClock();
    const { engine, part } = await partWith(clock, ['browse']);
    advance(1000);
    expect(part.judge().state).toBe('shedding');
    await engine.close();
    expect(timers.size).toBe(0);
    expect(part.judge()).toMatchObject({ state: 'stopped', reasons: [], alert: false });
  });
});

describe('a sample', () => {
  it('is not taken within a turn, which may have to be discarded', async () => {
    const { clock, engine, part } = await judgedPart();
    part.figures = () => SLOW;
    clock.advance(5000);
    const failing = () =>
      engine.turn(() => {
        expect(part.judge().state).toBe('healthy');
        answered(part, 'browse', 1);
        throw new Error('changed my mind');
      });
    expect(failing).toThrow('changed my mind');
    expect(engine.stopped).toBeUndefined();
    expect(part.judge().state).toBe('degraded');
  });

  it('is taken also after a clock without a monotonic one has gone back', async () => {
    let now = 10_000_000;
    const clock: Clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
    const { part } = await partWith(clock);
    now -= 5_000_000;
    answerSlowly(part);
    now += 1000;
    expect(part.judge().state).toBe('degraded');
  });

  it('needs no timers: a clock that throws leaves it to commands and questions', async () => {
    const inner = simulatedClock();
    const setTimeout = () => {
      throw new Error('no timers');
    };
    const { part } = await partWith({ ...inner, setTimeout });
    answerSlowly(part);
    inner.advance(1000);
    expect(part.judge().state).toBe('degraded');
    for (let second = 0; second < 15; second++) {
      inner.advance(1000);
      part.judge();
    }
    expect(part.judge().state).toBe('healthy');
  });
});

describe('a shop that a fault has stopped', () => {
  it('is stopped with an alert; a closed one without', async () => {
    const inner = memoryStore();
    const store = {
      ...inner,
      commit() {
        throw new Error('disk full');
      },
    };
    const engine = new Engine({ clock: simulatedClock(), store, isDurable: true });
    const part = new HealthPart({
      engine,
      clock: simulatedClock(),
      admission: { refusedClasses: [] } as never,
    });
    await engine.open([part]);
    const change = { op: 'put', key: ['k'], value: 'v' } as const;
    expect(() => engine.turn(() => engine.stage(change))).toThrow('disk full');
    expect(part.judge()).toMatchObject({ state: 'stopped', alert: true, reasons: [] });
    const shop = await createShop();
    await shop.close();
    expect(shop.health()).toMatchObject({ state: 'stopped', alert: false, reasons: [] });
  });
});
