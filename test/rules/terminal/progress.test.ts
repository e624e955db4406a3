import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startProgress } from '../../../src/terminal/progress.ts';
import { startStagedProgress } from '../../../src/terminal/stagedProgress.ts';

const wasTerminal = process.stderr.isTTY;
let now = 0;
let shown = '';

beforeEach(() => {
  now = 0;
  shown = '';
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown += text;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.stderr.isTTY = wasTerminal;
});

const CLEAR = '\r\u001b[K';

describe('progress on a terminal', () => {
  beforeEach(() => {
    process.stderr.isTTY = true;
  });

  test('is a bar with the time that is left, and leaves nothing behind', () => {
    const progress = startProgress({ label: 'loading', total: 2000, unit: 'products' });
    progress.update(0);
    now = 5000;
    progress.update(500);
    expect(shown).toContain(
      'loading █████░░░░░░░░░░░░░░░ 25 % | 500 of 2,000 products | 15 s to go',
    );
    progress.stop();
    expect(shown.endsWith(CLEAR)).toBe(true);
  });

  test('is not drawn more often than five times a second', () => {
    const progress = startProgress({ label: 'loading', total: 10, unit: 'products' });
    for (now = 0; now < 1000; now++) progress.update(1);
    expect(shown.match(/\r/g)).toHaveLength(5);
  });

  test('never passes the end, and shows a note in place of the time', () => {
    const progress = startProgress({ label: 'sale', total: 10, unit: 's' });
    progress.update(11, '5 refusals');
    expect(shown).toContain(`${'█'.repeat(20)} 100 % | 10 of 10 s | 5 refusals`);
  });

  test('without a total is a count', () => {
    const progress = startProgress({ label: 'imported', unit: 'entries' });
    progress.update(1234);
    expect(shown).toBe('\rimported: 1,234 entries\u001b[K');
  });

  test('that was never drawn clears no line', () => {
    startProgress({ label: 'loading', total: 1, unit: 'products' }).stop();
    expect(shown).toBe('');
  });
});

describe('progress in a log', () => {
  beforeEach(() => {
    process.stderr.isTTY = false;
  });

  test('is a line, the first one after five seconds, then ever more rarely', () => {
    const progress = startProgress({ label: 'exported', total: 1e6, unit: 'entries' });
    for (now = 0; now <= 100_000; now += 100) progress.update(now);
    progress.stop();
    const seconds = [...shown.matchAll(/^exported: ([\d,]+) of 1,000,000 entries$/gm)].map(
      ([, count]) => Number(count?.replaceAll(',', '')) / 1000,
    );
    expect(seconds).toEqual([5, 15, 35, 65, 95]);
  });

  test('of stages begins anew with each stage', () => {
    const progress = startStagedProgress('shop');
    progress.update({ stage: 'products', done: 0, total: 5 });
    now = 5000;
    progress.update({ stage: 'products', done: 5, total: 5 });
    progress.update({ stage: 'users', done: 1, total: 9 });
    now = 10_000;
    progress.update({ stage: 'users', done: 2, total: 9 });
    expect(shown).toBe('shop: 5 of 5 products\nshop: 2 of 9 users\n');
  });
});
