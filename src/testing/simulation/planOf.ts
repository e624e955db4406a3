import type { ResolvedSimulation, SimulatedEvent } from '../simulationOptions.ts';
import { underRule } from './brokenRule.ts';
import type { Command } from './command.ts';
import { commandOf, type Draw, drawFrom, order, SELLING_DRAWS } from './draws.ts';
import { expectRecovered } from './expectRecovered.ts';
import { OncePerKey } from './oncePerKey.ts';
import type { RunPlan, Sources } from './runPlan.ts';
import type { RunRules } from './runRules.ts';
import { callOf } from './shopCall.ts';
import type { SimulationTally } from './simulationTally.ts';

/** How often an event of the caller's own is drawn: somewhat less often than a checkout. */
const WEIGHT_OF_EVENTS = 20;

/** The plan of one run of a simulation. */
export function planOf(
  simulation: ResolvedSimulation,
  seed: number,
  tally: SimulationTally,
): RunPlan {
  const { options, steps, events, setUp, finalStates } = simulation;
  const { order: chart } = tally.coverage.charts;
  const draws: Draw[] = Object.values(SELLING_DRAWS);
  if (events.length > 0) {
    const draw = (sources: Sources) => drawEvent(events, sources, (type) => chart.send(type));
    draws.push({ weight: WEIGHT_OF_EVENTS, draw });
  }
  const drawn = new WeakSet<Command>();
  return {
    seed,
    steps,
    options,
    setUp,
    finalStates,
    draw(sources) {
      const command = drawFrom(draws, sources);
      drawn.add(command);
      tally.sent();
      return command;
    },
    onOpened(shop) {
      tally.coverage.watch(shop);
      for (const event of events) if (typeof event !== 'function') chart.send(event.type);
    },
    expectRecovered: (store, history) => expectRecovered(store, history, options),
    rules: rulesOf(simulation, (command, outcome) => {
      if (drawn.has(command)) tally.ended(outcome);
    }),
  };
}

function rulesOf(
  { options, check }: ResolvedSimulation,
  onOutcome: (command: Command, outcome: string) => void,
): RunRules {
  const oncePerKey = new OncePerKey(options);
  return {
    answered(call, answer, { now }) {
      oncePerKey.answered(call, answer, now);
      return false;
    },
    ended: ({ command }, outcome) => onOutcome(command, outcome),
    async quiescent({ shop, now }) {
      await underRule('check', async () => check?.(shop, { now }));
    },
  };
}

/** @param onSent called with the type of the event. */
function drawEvent(
  events: readonly SimulatedEvent[],
  sources: Sources,
  onSent: (type: string) => void,
): Command {
  const given = sources.random.pick(events);
  const event = typeof given === 'function' ? given(sources.random) : given;
  onSent(String(Object(event).type));
  return commandOf(callOf('orders.send', order(sources), event));
}
