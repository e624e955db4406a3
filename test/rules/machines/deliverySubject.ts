import { type AnyMachineSnapshot, createActor } from 'xstate';
import {
  type ChannelFailed,
  type ChannelRecovered,
  type DeliveryContext,
  type DeliveryEvent,
  type DeliveryInput,
  deliveryMachine,
} from '../../../machines/index.ts';
import { compile } from '../../../src/compile.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { chartModel, type ModelEvent } from './chartModel.ts';

export const INPUT: DeliveryInput = {
  channel: 'mail',
  isPaused: false,
  gatherMs: 50,
  baseMs: 1000,
  maxMs: 10_000,
};
export const LIMITED_MS = 300;

const WAIT_IS_OVER = ['throttled', 'backingOff', 'open'].map((state) => ({
  name: `the wait is over, ${state}`,
  type: `xstate.after.wait.delivery.${state}`,
}));

/** All that can happen; the chart ignores the names. */
export const EVENTS: readonly ModelEvent[] = [
  { name: 'wanted', type: 'delivery.wanted' },
  { name: 'filled', type: 'delivery.filled' },
  { name: 'emptied', type: 'delivery.emptied' },
  { name: 'limited', type: 'delivery.limited', waitMs: LIMITED_MS },
  { name: 'succeeded', type: 'delivery.succeeded' },
  { name: 'failed', type: 'delivery.failed', reason: 'no route', random: 1 },
  { name: 'pause', type: 'delivery.pause' },
  { name: 'resume', type: 'delivery.resume' },
  { name: 'enough was gathered', type: 'xstate.after.gathering.delivery.gathering' },
  ...WAIT_IS_OVER,
];

/** The failures count as far as they decide what comes next. */
export function stateKey({ value, context }: AnyMachineSnapshot): string {
  const { failures } = context as DeliveryContext;
  const isOpen = value === 'open' || value === 'probing' || value === 'paused';
  return isOpen ? String(value) : `${value} ${failures}`;
}

export const model = chartModel(deliveryMachine, { input: INPUT, events: EVENTS, stateKey });

/** The chart on a clock of its own, compiled as the engine runs it. */
export function start(input: Partial<DeliveryInput> = {}) {
  const clock = simulatedClock();
  const actor = createActor(compile(deliveryMachine), { input: { ...INPUT, ...input }, clock });
  const facts: (ChannelFailed | ChannelRecovered)[] = [];
  actor.on('*', (fact) => facts.push(fact));
  actor.start();
  const state = () => actor.getSnapshot().value;
  const failures = () => actor.getSnapshot().context.failures;
  const send = (event: DeliveryEvent) => actor.send(event);
  const fail = (members: { random?: number; retryAfterMs?: number; reason?: string } = {}) =>
    send({ type: 'delivery.failed', reason: 'no route', random: 1, ...members });
  const succeed = () => send({ type: 'delivery.succeeded' });
  return { actor, clock, facts, state, failures, send, fail, succeed };
}

export type Subject = ReturnType<typeof start>;

/** Lets time pass up to the end of a wait, in one that waits; otherwise there is no such wait. */
export function endWait({
  actor,
  clock,
}: {
  actor: Subject['actor'];
  clock: SimulatedClock;
}): void {
  const { value, context } = actor.getSnapshot();
  if (value === 'gathering') clock.advance(context.gatherMs);
  else if (['throttled', 'backingOff', 'open'].includes(value)) clock.advance(context.waitMs);
}

export const EXECUTORS: Record<string, (subject: Subject) => void> = Object.fromEntries(
  EVENTS.map(({ name, ...event }) => [
    String(name),
    event.type.startsWith('xstate.after')
      ? (subject: Subject) => {
          const [, state] = event.type.split('.delivery.');
          if (subject.state() === state) endWait(subject);
        }
      : (subject: Subject) => subject.send(event as unknown as DeliveryEvent),
  ]),
);
