import { nanoid } from 'nanoid';
import type { AnyStateMachine } from 'xstate';
import {
  type Allocation,
  CART_EXPIRY_MS,
  cartMachine,
  fewestLocations,
  orderMachine,
  PAYMENT_TIMEOUT_MS,
} from '../machines/index.ts';
import * as check from './base/check.ts';
import { createdIds } from './base/createdIds.ts';
import { flattenString } from './base/flattenString.ts';
import { LIMIT_NAMES, resolveLimits, type ShopLimits } from './base/shopLimits.ts';
import { withoutUndefined } from './base/withoutUndefined.ts';
import { adoptCartMachine, adoptOrderMachine } from './charts/adoptMachine.ts';
import { type FactRetention, resolveRetention } from './facts/retention.ts';
import type { NotificationOptions } from './notifications/notificationOptions.ts';
import { resolveNotifications } from './notifications/resolveNotifications.ts';
import { type Pricing, regularPricing } from './pricing/pricing.ts';
import { type Clock, systemClock } from './runtime/clock.ts';
import { type GivenInspector, guardedInspector } from './runtime/guardedInspector.ts';
import type { MigratedState, StoredState as StoredActorState } from './runtime/migration.ts';
import { ownAllocation } from './stock/ownAllocation.ts';
import { memoryStore } from './store/memoryStore.ts';
import type { Store } from './store/store.ts';

/** Custom charts, by what they replace. */
export interface ShopMachines {
  /** For carts; the standard chart when left out. It has to fulfil the contract of carts. */
  readonly cart?: AnyStateMachine;
  /** For orders; the standard chart when left out. It has to fulfil the contract of orders. */
  readonly order?: AnyStateMachine;
}

/**
 * The options of a shop. Each may be left out.
 *
 * @typeParam Machines the types of the custom charts.
 */
export interface ShopOptions<Machines extends ShopMachines = ShopMachines>
  extends Partial<ShopLimits> {
  /** Stores everything: a new store, or the one of this shop. In memory only when left out. */
  readonly store?: Store | undefined;
  /**
   * How long facts are retained at least, in milliseconds, or `Infinity`; longer until all consumers have
   * acknowledged them. A number is for facts of all types. An object has times by type, and for all others as
   * `'*'`: `Infinity` with a store and 0 without one when left out. Facts that a visitor can cause for nothing
   * (`checkout.refused`, `cart.lineAdded`, `cart.lineRemoved`) are retained for an hour at most unless they are
   * named. The facts of one turn are retained as long as that one of them which is retained longest.
   */
  readonly factRetentionMs?: FactRetention | undefined;
  /** The only source of time; the system clock when left out. */
  readonly clock?: Clock | undefined;
  /** ISO 4217 code of the currency of all prices; `USD` when left out. */
  readonly currency?: string | undefined;
  /** The pricing strategy, unless a checkout has its own; list prices when left out. */
  readonly pricing?: Pricing | undefined;
  /** Decides from which locations an order is served; `fewestLocations` when left out. */
  readonly allocation?: Allocation | undefined;
  /** How long after its first line a cart expires, in milliseconds; 24 hours when left out. */
  readonly cartExpiryMs?: number | undefined;
  /**
   * How long after its checkout an unpaid order is cancelled, in milliseconds; 30 minutes when left
   * out.
   */
  readonly paymentTimeoutMs?: number | undefined;
  /** How facts become messages to users, to the owner of the shop, and to other systems; none do when left out. */
  readonly notifications?: NotificationOptions | undefined;
  /** Custom charts that replace the standard ones. Checked when the shop opens. */
  readonly machines?: Machines | undefined;
  /**
   * Brings over a stored cart or order that does not fit its chart: its state is gone, or is final now, or it
   * waits for an event or an actor that the chart does not have. Gets `{ kind, id, state, context, waitsFor,
   * children }`, and returns the `{ state, context }` to continue with, or undefined to refuse it: opening then
   * fails with its name. Entering a state this way runs none of its actions. Its delayed transitions and the
   * actors that it invokes start, unless the result has `waitsFor`.
   */
  readonly migrate?: Migrate | undefined;
  /**
   * True to open although there are carts or orders that the shop cannot go on with: their records cannot be read,
   * their charts do not fit them and `migrate` does not bring them over, or they fail when they go on. They are put
   * in quarantine until `shop.resolveQuarantined` is called, or they fit at a later opening: commands to them are
   * refused, and the stock of orders stays held. False when left out: opening then fails with the first of them.
   */
  readonly quarantine?: boolean | undefined;
  /** Receives every inspection event of the actor system, as the Stately inspector does. */
  readonly inspect?: GivenInspector | undefined;
  /** Generates ids of carts, orders, products and users; `nanoid` when left out. */
  readonly createId?: (() => string) | undefined;
}

/** A stored cart (its id is the user's) or order. */
export interface StoredState extends StoredActorState<'cart' | 'order'> {}

/**
 * Brings a stored cart or order over to its present chart: see {@link ShopOptions.migrate}.
 *
 * @param stored what is stored of it.
 * @returns the state and context to continue with; undefined refuses it, and opening fails with its name.
 *
 * @example
 * const migrate: Migrate = ({ kind, state, context }) =>
 *   kind === 'order' && state === 'packing' ? { state: 'confirmed', context } : undefined;
 */
export type Migrate = (stored: StoredState) => MigratedState | undefined;

const OPTION_NAMES = [
  'store',
  'factRetentionMs',
  'clock',
  'currency',
  'pricing',
  'allocation',
  'cartExpiryMs',
  'paymentTimeoutMs',
  'notifications',
  'machines',
  'migrate',
  'quarantine',
  'inspect',
  'createId',
  ...LIMIT_NAMES,
] as const;

/**
 * Checks all options and adds the defaults.
 *
 * @throws TypeError or RangeError that names the option, what was expected and what was given; or that
 * lists what a custom chart lacks.
 */
export function resolveOptions(options: ShopOptions) {
  check.fields('options', options, OPTION_NAMES);
  const given = {
    currency: 'USD',
    pricing: regularPricing(),
    allocation: fewestLocations,
    cartExpiryMs: CART_EXPIRY_MS,
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    machines: {},
    ...withoutUndefined(options),
  };
  const { inspect } = options;
  const machines: NonNullable<ShopOptions['machines']> = given.machines;
  check.fields('machines', machines, ['cart', 'order']);
  return {
    store: checkedStore(options.store) ?? memoryStore(),
    isDurable: options.store !== undefined,
    factRetention: resolveRetention(options.factRetentionMs, options.store !== undefined),
    limits: limitsFor(options),
    clock: checkedClock(options.clock) ?? systemClock(),
    currency: currency(given.currency),
    pricing: check.callable('pricing', given.pricing) as Pricing,
    allocation: ownAllocation(check.callable('allocation', given.allocation) as Allocation),
    cartExpiryMs: check.quantity('cartExpiryMs', given.cartExpiryMs),
    paymentTimeoutMs: check.quantity('paymentTimeoutMs', given.paymentTimeoutMs),
    notifications: resolveNotifications(options.notifications, currency(given.currency)),
    machines: {
      cart: machines.cart === undefined ? cartMachine : adoptCartMachine(machines.cart),
      order: machines.order === undefined ? orderMachine : adoptOrderMachine(machines.order),
    },
    migrate: check.optional(options.migrate, (value) =>
      check.callable('migrate', value as Migrate),
    ),
    quarantine:
      check.optional(options.quarantine, (value) => check.boolean('quarantine', value)) ?? false,
    inspect: inspect === undefined ? undefined : guardedInspector('inspect', inspect),
    createId:
      options.createId === undefined
        ? () => flattenString(nanoid())
        : createdIds(check.callable('createId', options.createId)),
  };
}

/**
 * @returns the value, an object with these methods, or undefined.
 *
 * @throws TypeError for anything else.
 */
function port<T extends object>(
  name: string,
  value: T | undefined,
  methods: readonly (keyof T & string)[],
): T | undefined {
  if (value === undefined) return undefined;
  const isPort =
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof value[method] === 'function');
  if (isPort) return value;
  throw check.wrongType(name, `an object with ${methods.join('(), ')}()`, value);
}

function checkedStore(given: Store | undefined): Store | undefined {
  if (given instanceof Promise) {
    const expected = 'a store; diskStore() and lmdbStore() return promises of one: await them';
    throw check.wrongType('store', expected, given);
  }
  return port('store', given, ['get', 'range', 'commit', 'close']);
}

function checkedClock(given: Clock | undefined): Clock | undefined {
  const clock = port('clock', given, ['now', 'setTimeout', 'clearTimeout']);
  if (clock?.monotonicNow !== undefined) check.callable('clock.monotonicNow', clock.monotonicNow);
  return clock;
}

/**
 * On a simulated clock there is no other work whose turn it could be, and hours may pass while the store writes:
 * nothing waits, and nothing is refused for that unless the caller says so.
 */
function limitsFor(options: ShopOptions): ShopLimits {
  if (options.clock?.isSimulated !== true) return resolveLimits(options);
  const { shedAboveMs = Number.POSITIVE_INFINITY } = options;
  return { ...resolveLimits({ ...options, shedAboveMs }), sliceMs: Number.POSITIVE_INFINITY };
}

function currency(code: string): string {
  check.text('currency', code);
  if (Intl.supportedValuesOf('currency').includes(code)) return code;
  throw check.outOfRange('currency', 'an ISO 4217 code such as USD', code);
}
