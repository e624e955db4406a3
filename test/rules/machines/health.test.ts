import { describe, expect, it } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import {
  afterSample,
  type HealthContext,
  type HealthFigures,
  healthMachine,
  isUneventful,
  levelOf,
  reasonsOf,
} from '../../../machines/index.ts';
import { NO_REASONS } from '../../../machines/rules/healthRules.ts';
import { compilable } from '../../../src/compile.ts';
import { judgedPart } from '../health/judgedPart.ts';
import { chartModel, type ModelEvent } from './chartModel.ts';

const CALM: HealthFigures = {
  p99Ms: 400,
  checkouts: 1000,
  commands: 2000,
  errors: 16,
  refusedClasses: [],
};
const SLOW = { ...CALM, p99Ms: 501 };
const FAILING = { ...CALM, errors: 21 };
const REFUSING = { ...CALM, refusedClasses: ['browse'] };
/** Below each bound, but not by much. */
const NEARLY = { ...CALM, p99Ms: 401, errors: 17 };

const EVENTS: readonly ModelEvent[] = [
  { name: 'calm', type: 'health.sampled', ...CALM },
  { name: 'slow', type: 'health.sampled', ...SLOW },
  { name: 'failing', type: 'health.sampled', ...FAILING },
  { name: 'refusing', type: 'health.sampled', ...REFUSING },
  { name: 'nearly calm', type: 'health.sampled', ...NEARLY },
  { name: 'closed', type: 'health.stopped', hasFailed: false },
];

function stateKey({ value, context }: AnyMachineSnapshot): string {
  const { left } = context as HealthContext;
  return value === 'stopped' ? 'stopped' : `${value} ${Object.values(left).join(' ')}`;
}

const model = chartModel(healthMachine, { input: {}, events: EVENTS, stateKey });

describe('the health chart against the engine', () => {
  const arrows = model.arrows();

  it('has samples for every state, and no state is left without a way', () => {
    const states = new Set(arrows.map(({ from }) => from.split(' ')[0]));
    expect([...states].sort()).toEqual(['degraded', 'healthy', 'shedding', 'stopped']);
    const isUsed = (name: unknown) => arrows.some(({ event }) => event.name === name);
    expect(EVENTS.filter(({ name }) => !isUsed(name))).toEqual([]);
    expect(compilable(healthMachine)).toEqual({ ok: true });
  });

  it('agrees on every path, and a fact tells each change', async () => {
    for (const path of model.shortestPaths()) {
      const subject = await judgedPart();
      let before = subject.part.judge();
      for (const { state, event } of path.steps) {
        if ((event.type as string) === 'xstate.init') continue;
        if (event.type === 'health.stopped') await subject.engine.close();
        else subject.sample(event as unknown as HealthFigures);
        const told = subject.facts.splice(0);
        const after = subject.part.judge();
        const { left } = state.context as HealthContext;
        const expected = state.value === 'stopped' ? [] : reasonsOf(left);
        expect([after.state, after.reasons]).toEqual([state.value, expected]);
        const isChanged = before.state !== after.state || `${before.reasons}` !== `${expected}`;
        const isTold = isChanged && after.state !== 'stopped';
        const fact = { from: before.state, to: after.state, reasons: expected };
        expect(told).toMatchObject(isTold ? [fact] : []);
        before = after;
      }
      await subject.engine.close();
    }
  });

  it('cannot leave the end', () => {
    const ways = arrows.filter(({ from, to }) => from === 'stopped' && to !== 'stopped');
    expect(ways).toEqual([]);
  });
});

describe('a shop that is healthy', () => {
  it.each([
    ['degraded', 'latency', SLOW],
    ['degraded', 'errors', FAILING],
    ['shedding', 'overload', REFUSING],
  ])('is %s at once for %s', (level, reason, figures) => {
    const left = afterSample(NO_REASONS, figures);
    expect([levelOf(left), reasonsOf(left)]).toEqual([level, [reason]]);
    expect(isUneventful(NO_REASONS, figures)).toBe(false);
  });

  it.each([
    ['at a p99 of 500 ms', { ...CALM, p99Ms: 500 }],
    ['at 1 % of errors', { ...CALM, errors: 20 }],
    ['after a few slow checkouts', { ...SLOW, checkouts: 9 }],
    ['after a single error', { ...CALM, commands: 3, errors: 1 }],
    ['without commands', { ...CALM, p99Ms: 0, checkouts: 0, commands: 0, errors: 0 }],
  ])('stays so %s', (_, figures) => {
    expect(levelOf(afterSample(NO_REASONS, figures))).toBe('healthy');
    expect(isUneventful(NO_REASONS, figures)).toBe(true);
  });
});

describe('a shop that is not healthy', () => {
  const leftAfter = (...samples: readonly HealthFigures[]) =>
    samples.reduce(afterSample, NO_REASONS);

  it('recovers with the fifth calm sample in a row', () => {
    const calm = [CALM, CALM, CALM, CALM];
    expect(levelOf(leftAfter(SLOW, ...calm))).toBe('degraded');
    expect(levelOf(leftAfter(SLOW, ...calm, CALM))).toBe('healthy');
    expect(isUneventful(leftAfter(SLOW), CALM)).toBe(false);
  });

  it('begins to count again after a sample between the bounds', () => {
    const calm = [CALM, CALM, CALM, CALM];
    expect(levelOf(leftAfter(SLOW, ...calm, NEARLY, ...calm))).toBe('degraded');
    expect(levelOf(leftAfter(SLOW, ...calm, NEARLY, ...calm, CALM))).toBe('healthy');
  });

  it('is shedding as long as it refuses commands, whatever else is wrong', () => {
    const left = leftAfter(SLOW, FAILING, { ...REFUSING, p99Ms: 900 });
    expect([levelOf(left), reasonsOf(left)]).toEqual([
      'shedding',
      ['latency', 'errors', 'overload'],
    ]);
  });
});
