import { expect, test } from 'vitest';
import { figuresOf, figuresText } from '../../../bench/peers/figures.ts';
import type { Variant, Workload } from '../../../bench/peers/peer.ts';
import { countRuns, runRounds } from '../../../bench/peers/runRounds.ts';
import { Unavailable } from '../../../bench/peers/unavailable.ts';

const result = (seconds: number) => ({ purchases: 100, seconds, unitsSold: 240 });

test('each round reverses the order of the one before', async () => {
  const order: string[] = [];
  const variants = ['statecart', 'map'] as const;
  await runRounds({
    rounds: 3,
    variants,
    run: async (variant, workload) => {
      order.push(`${variant} ${workload}`);
      return result(1);
    },
  });
  const once = ['statecart checkouts', 'map checkouts', 'statecart lifecycles'];
  expect(order).toEqual([...once, ...once.toReversed(), ...once]);
  expect(countRuns(variants, 3)).toBe(order.length);
});

test('a variant that is unavailable is tried once and leaves no figures', async () => {
  const tried: Variant[] = [];
  const run = async (variant: Variant) => {
    tried.push(variant);
    // It fails in the second round only: its earlier run does not count either.
    if (variant === 'redis' && tried.length > 2) throw new Unavailable('gone');
    return result(1);
  };
  const rounds = await runRounds({ rounds: 4, variants: ['map', 'redis'], run });
  expect(tried.filter((variant) => variant === 'redis')).toHaveLength(2);
  expect(figuresOf(rounds, 4)).toMatchObject({
    checkouts: [{ variant: 'map', unitsSold: 960 }],
    skipped: [{ variant: 'redis', reason: 'gone' }],
  });
});

test('a run that fails ends the benchmark', async () => {
  const run = async () => {
    throw new Error('redis: a unit is missing');
  };
  const failing = runRounds({ rounds: 1, variants: ['map', 'redis'], run });
  await expect(failing).rejects.toThrow('a unit is missing');
});

test('figures are the median, the slowest and the fastest round, beside those of statecart', async () => {
  const seconds: Partial<Record<Variant, number[]>> = {
    statecart: [1, 4, 2],
    map: [0.1, 0.1, 0.4],
  };
  const run = async (variant: Variant, workload: Workload) =>
    result(workload === 'lifecycles' ? 10 : (seconds[variant]?.shift() ?? Number.NaN));
  const rounds = await runRounds({ rounds: 3, variants: ['statecart', 'map'], run });
  const figures = figuresOf(rounds, 3);
  expect(figures.checkouts).toEqual([
    { variant: 'statecart', perSecond: 50, min: 25, max: 100, unitsSold: 720 },
    { variant: 'map', perSecond: 1000, min: 250, max: 1000, unitsSold: 720 },
  ]);
  expect(figures.lifecycles).toMatchObject([{ variant: 'statecart', perSecond: 10 }]);
  expect(figuresText(figures)).toMatch(/\nmap +1,000 +250 +1,000 +20\.0 × +720\n/);
});
