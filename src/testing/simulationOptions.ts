import type { AnyStateMachine } from 'xstate';
import * as check from '../base/check.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import type { AnyEvent } from '../charts/chartTypes.ts';
import { resolveOptions, type ShopMachines, type ShopOptions } from '../options.ts';
import type { Shop, StandardMachines } from '../shopTypes.ts';
import { DEFAULT_SEEDS, DEFAULT_STEPS, MAX_SEEDS, MAX_STEPS } from './limits.ts';
import type { RandomSource } from './simulation/randomSource.ts';
import type { RunOptions } from './simulation/runPlan.ts';
import { standardSetUp } from './simulation/standardSetUp.ts';

/** An event that a simulation sends to orders, or a function that draws one. */
export type SimulatedEvent = AnyEvent | ((random: RandomSource) => AnyEvent);

/**
 * What {@link simulateShop} runs. Each member may be left out.
 *
 * @typeParam Machines the types of the custom charts.
 */
export interface SimulationOptions<Machines extends ShopMachines = ShopMachines> {
  /**
   * The options of the shop: charts, strategies, limits. Store, clock and ids are the simulation's; messages to users
   * are not simulated.
   */
  readonly options?: Omit<ShopOptions<Machines>, 'store' | 'clock' | 'createId' | 'notifications'>;
  /** How many seeds are run, from 1 on, 1 to 1,000,000; or these seeds, which are safe integers. 100 when left out. */
  readonly seeds?: number | readonly number[];
  /** The steps of each run, 1 to 100,000: a step is some commands, or something that happens to the shop. 40 when left out. */
  readonly steps?: number;
  /**
   * Events of your own that `orders.send` sends, beside the commands of a shop. A function gets a source of random
   * numbers and returns an event; it must use no others.
   */
  readonly events?: readonly SimulatedEvent[];
  /**
   * Puts users and products into the shop at the beginning of each run, before anything fails. Few, so that they meet:
   * three users and four products are there when it is left out. Everything is read after each command.
   */
  readonly setUp?: (shop: Shop<Machines>) => unknown;
  /**
   * Throws, or rejects, if a rule of your own is broken. Called whenever nothing is under way in the shop, to read: it
   * must change nothing.
   *
   * @param moment `now`: the time of the shop, epoch milliseconds.
   */
  readonly check?: (shop: Shop<Machines>, moment: { readonly now: number }) => unknown;
}

/** The options of a simulation, checked, with the defaults. */
export interface ResolvedSimulation {
  readonly options: RunOptions;
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly events: readonly SimulatedEvent[];
  readonly setUp: (shop: Shop) => unknown;
  readonly check: ((shop: Shop, moment: { readonly now: number }) => unknown) | undefined;
  /** The names of the final states of orders. */
  readonly finalStates: ReadonlySet<string>;
}

/** The options of a shop that are the simulation's, with the reason. */
const NOT_OPTIONS = {
  store: 'the simulation makes the stores',
  clock: 'the simulation makes the clocks',
  createId: 'the simulation makes the ids',
  notifications: 'messages to users are not simulated',
};

/** @throws ArgumentError that names the option, what was expected and what came. */
export function resolveSimulation<Machines extends ShopMachines = StandardMachines>(
  given: SimulationOptions<Machines>,
): ResolvedSimulation {
  check.fields('simulation', given, ['options', 'seeds', 'steps', 'events', 'setUp', 'check']);
  const { steps = DEFAULT_STEPS, events = [], setUp = standardSetUp } = given;
  const options = checkNotOurs(given.options ?? {});
  return {
    options,
    seeds: seedsOf(given.seeds ?? DEFAULT_SEEDS),
    steps: check.wholeNumber('steps', steps, { min: 1, max: MAX_STEPS }),
    events: checkEvents(events),
    setUp: check.callable('setUp', setUp) as (shop: Shop) => unknown,
    check: check.optional(given.check, (value) => check.callable('check', value)) as unknown as
      | ResolvedSimulation['check']
      | undefined,
    finalStates: finalStatesOf(resolveOptions(options).machines.order),
  };
}

function checkNotOurs(options: object): RunOptions {
  if (!isPlainObject(options)) throw check.wrongType('options', 'a plain object', options);
  for (const [name, reason] of Object.entries(NOT_OPTIONS)) {
    const value = options[name];
    if (value !== undefined) throw check.wrongType(`options.${name}`, `none: ${reason}`, value);
  }
  return options;
}

function seedsOf(seeds: number | readonly number[]): readonly number[] {
  if (!Array.isArray(seeds)) {
    const count = check.wholeNumber('seeds', seeds, { min: 1, max: MAX_SEEDS });
    return Array.from({ length: count }, (_, index) => index + 1);
  }
  if (seeds.length === 0) throw check.outOfRange('seeds', 'at least one seed', seeds);
  for (const [index, seed] of seeds.entries()) {
    const name = `seeds[${index}]`;
    if (typeof seed !== 'number') throw check.wrongType(name, 'a safe integer', seed);
    if (!Number.isSafeInteger(seed)) throw check.outOfRange(name, 'a safe integer', seed);
  }
  return [...seeds];
}

function checkEvents(events: readonly SimulatedEvent[]): readonly SimulatedEvent[] {
  if (!Array.isArray(events)) throw check.wrongType('events', 'an array of events', events);
  for (const [index, event] of events.entries()) {
    if (typeof event !== 'function') check.text(`events[${index}].type`, Object(event).type);
  }
  return [...events];
}

function finalStatesOf({ root }: AnyStateMachine): ReadonlySet<string> {
  const final = Object.values(root.states).filter(({ type }) => type === 'final');
  return new Set(final.map(({ key }) => key));
}
