import { describe, expect, it } from 'vitest';
import { deliveryMachine } from '../../../machines/index.ts';
import { compilable } from '../../../src/compile.ts';
import type { ModelEvent } from './chartModel.ts';
import { EVENTS, EXECUTORS, INPUT, model, start, stateKey } from './deliverySubject.ts';

describe('the delivery chart, on every path through it', () => {
  const arrows = model.arrows();

  it('has an executor for each event, and each event leads somewhere', () => {
    const isUsed = ({ name }: ModelEvent) =>
      arrows.some(({ event, from, to }) => event.name === name && from !== to);
    expect(EVENTS.filter((event) => !isUsed(event))).toEqual([]);
    expect(Object.keys(EXECUTORS)).toEqual(EVENTS.map(({ name }) => name));
    expect(compilable(deliveryMachine)).toEqual({ ok: true });
  });

  it('reaches each state, and leaves each state again', () => {
    const states = new Set(arrows.map(({ from }) => from.split(' ')[0]));
    const all = Object.keys(deliveryMachine.states).filter((state) => state !== 'starting');
    expect([...states].sort()).toEqual(all.sort());
    for (const state of states) {
      const isWayOut = ({ from, to }: { from: string; to: string }) =>
        from.split(' ')[0] === state && to.split(' ')[0] !== state;
      expect(arrows.some(isWayOut), state).toBe(true);
    }
  });

  it('is where the model is, and each wait ends by itself', () => {
    for (const path of model.shortestPaths()) {
      const subject = start();
      for (const { state, event } of path.steps) {
        if ((event.type as string) === 'xstate.init') continue;
        EXECUTORS[String(event.name)]?.(subject);
        expect(stateKey(subject.actor.getSnapshot())).toBe(stateKey(state));
      }
    }
  });

  it('tells of each failing channel once, and of its recovery once', () => {
    for (const { from, event } of arrows) {
      const subject = start();
      for (const before of model.wayTo(from)) EXECUTORS[String(before.name)]?.(subject);
      const isOpen = () => ['open', 'probing'].includes(subject.state());
      const wasOpen = isOpen();
      subject.facts.length = 0;
      EXECUTORS[String(event.name)]?.(subject);
      const told = subject.facts.map(({ type }) => type);
      const isClosed = wasOpen && subject.state() === 'sending';
      const expected = isClosed ? ['channel.recovered'] : [];
      expect(told, `${from}, ${event.name}`).toEqual(
        !wasOpen && isOpen() ? ['channel.failed'] : expected,
      );
    }
  });
});

describe('a channel that is paused', () => {
  const states = new Set(model.arrows().map(({ from }) => from));

  it.each([...states])('has come from %s, and stays so whatever happens but a resume', (from) => {
    const subject = start();
    for (const event of model.wayTo(from)) EXECUTORS[String(event.name)]?.(subject);
    subject.send({ type: 'delivery.pause' });
    expect(subject.actor.getSnapshot().context.isPaused).toBe(true);
    for (const [name, execute] of Object.entries(EXECUTORS)) {
      if (name !== 'resume') execute(subject);
      expect(subject.state()).toBe('paused');
    }
    subject.clock.advance(10 * INPUT.maxMs);
    expect(subject.state()).toBe('paused');
    subject.send({ type: 'delivery.resume' });
    expect(subject.state()).toBe('sending');
    expect(subject.actor.getSnapshot().context).toMatchObject({ isPaused: false, failures: 0 });
  });
});
