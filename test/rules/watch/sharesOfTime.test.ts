import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StockQuestions } from '../../../src/watch/server/stockQuestions.ts';
import { Viewers } from '../../../src/watch/server/viewers.ts';
import type { WatchedSource } from '../../../src/watch/watchedSource.ts';
import type { WatchedStock } from '../../../src/watch/watchTypes.ts';
import { stopTime } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => vi.useRealTimers());

/** Lets the clock go on without its timers: what takes time. */
function take(ms: number): void {
  const { now } = performance;
  const at = now.call(performance) + ms;
  const elsewhere = vi.spyOn(performance, 'now').mockReturnValue(at);
  setTimeout(() => elsewhere.mockRestore(), ms);
}

describe('questions for stock', () => {
  it('of one product are one question, of too many products are not taken', async () => {
    const asked: string[] = [];
    const questions = new StockQuestions((sku) => {
      asked.push(sku);
      return { sku } as WatchedStock;
    });
    const answers = Array.from({ length: 100 }, (_, index) => questions.ask(`${index % 50}`));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(36);
    const all = Promise.all(answers);
    await vi.advanceTimersByTimeAsync(1000);
    expect((await all)[31]).toEqual({ sku: '31' });
    expect(asked).toHaveLength(32);
    expect(await questions.ask('new')).toEqual({ sku: 'new' });
  });

  it('are asked one after the other, with a pause that grows with what they take', async () => {
    const at: number[] = [];
    const begun = performance.now();
    const questions = new StockQuestions(() => {
      at.push(performance.now() - begun);
      take(100);
      return undefined;
    });
    const answers = ['a', 'b', 'c'].map((sku) => questions.ask(sku));
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(answers);
    expect(at).toHaveLength(3);
    expect(at[0]).toBe(0);
    for (const index of [1, 2]) {
      expect((at[index] as number) - (at[index - 1] as number)).toBeGreaterThanOrEqual(1900);
    }
  });

  it('go on after one that could not be answered', async () => {
    const questions = new StockQuestions((sku) => {
      if (sku === 'bad') throw new Error('no');
      return undefined;
    });
    const bad = expect(questions.ask('bad')).rejects.toThrow('no');
    const good = questions.ask('good');
    await vi.advanceTimersByTimeAsync(1000);
    await bad;
    expect(await good).toBeUndefined();
  });
});

describe('updates', () => {
  it('are fewer when they take long', async () => {
    let updates = 0;
    const source = {
      begin() {},
      end() {},
      hasNews: true,
      read() {},
      update() {
        updates++;
        take(50);
        return {};
      },
    } as unknown as WatchedSource;
    const viewers = new Viewers(source);
    const reader = viewers.add(undefined).getReader();
    const read = (async () => {
      while (!(await reader.read()).done);
    })();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(updates).toBeGreaterThanOrEqual(10);
    expect(updates).toBeLessThanOrEqual(21);
    viewers.close();
    await read;
  });
});
