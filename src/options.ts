import { nanoid } from 'nanoid';
import type { AnyStateMachine, InspectionEvent, Observer } from 'xstate';
import {
  type Allocation,
  CART_EXPIRY_MS,
  cartMachine,
  fewestLocations,
  orderMachine,
  PAYMENT_TIMEOUT_MS,
} from '../machines/index.ts';
import * as check from './base/check.ts';
import { flattenString } from './base/flattenString.ts';
import { show } from './base/show.ts';
import { adoptCartMachine, adoptOrderMachine } from './charts/adoptMachine.ts';
import { type Pricing, regularPricing } from './pricing/pricing.ts';
import { type Clock, systemClock } from './runtime/clock.ts';
import type {
  Migrate as MigrateActor,
  StoredState as StoredActorState,
} from './runtime/migration.ts';
import { memoryStore } from './store/memoryStore.ts';
import type { Store } from './store/store.ts';

export interface ShopOptions {
  /** Where everything is kept: empty, or that of this shop. Nothing outlives it when left out. */
  readonly store?: Store;
  /**
   * How long facts are kept at least, in milliseconds; longer for consumers that are behind. For
   * ever when left out with a store, 0 without one.
   */
  readonly factRetentionMs?: number;
  /** The only source of time; the machine's own when left out. */
  readonly clock?: Clock;
  /** ISO 4217 code of the one currency; `USD` when left out. */
  readonly currency?: string;
  /** What a line costs, unless a checkout says otherwise; list prices when left out. */
  readonly pricing?: Pricing;
  /** From which locations an order is served; `fewestLocations` when left out. */
  readonly allocation?: Allocation;
  /** How long a cart lives from its first line on, in milliseconds; 24 hours when left out. */
  readonly cartExpiryMs?: number;
  /** How long an order may stay unpaid, in milliseconds; 30 minutes when left out. */
  readonly paymentTimeoutMs?: number;
  /** Charts of your own in place of the standard ones. Checked when the shop opens. */
  readonly machines?: { readonly cart?: AnyStateMachine; readonly order?: AnyStateMachine };
  /**
   * Brings over a cart or an order that the store has in a state which the chart does not have any
   * more: answers the state and context to go on with, or undefined to refuse it by name. Entering
   * a state this way runs none of its actions and starts none of its timers.
   */
  readonly migrate?: Migrate;
  /** Sees every inspection event of the actor system, as the Stately inspector does. */
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void);
  /** Makes ids of carts, orders, products and users; `nanoid` when left out. */
  readonly createId?: () => string;
}

/** A cart (by its user) or an order as it stands in the store. */
export type StoredState = StoredActorState<'cart' | 'order'>;

export type Migrate = MigrateActor<'cart' | 'order'>;

const KNOWN = [
  'store',
  'factRetentionMs',
  'clock',
  'currency',
  'pricing',
  'allocation',
  'cartExpiryMs',
  'paymentTimeoutMs',
  'machines',
  'migrate',
  'inspect',
  'createId',
] as const;

/** All options, checked, with their defaults. */
export function resolveOptions(options: ShopOptions) {
  check.fields('options', options, KNOWN);
  const given = {
    currency: 'USD',
    pricing: regularPricing(),
    allocation: fewestLocations,
    cartExpiryMs: CART_EXPIRY_MS,
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    createId: () => flattenString(nanoid()),
    machines: {},
    ...withoutUndefined(options),
  };
  const { inspect } = options;
  const machines: NonNullable<ShopOptions['machines']> = given.machines;
  check.fields('machines', machines, ['cart', 'order']);
  return {
    store: port('store', options.store, ['get', 'range', 'commit', 'close']) ?? memoryStore(),
    isDurable: options.store !== undefined,
    factRetentionMs: resolveRetention(options),
    clock: port('clock', options.clock, ['now', 'setTimeout', 'clearTimeout']) ?? systemClock(),
    currency: currency(given.currency),
    pricing: check.callable('pricing', given.pricing) as Pricing,
    allocation: check.callable('allocation', given.allocation) as Allocation,
    cartExpiryMs: check.quantity('cartExpiryMs', given.cartExpiryMs),
    paymentTimeoutMs: check.quantity('paymentTimeoutMs', given.paymentTimeoutMs),
    machines: {
      cart: machines.cart === undefined ? cartMachine : adoptCartMachine(machines.cart),
      order: machines.order === undefined ? orderMachine : adoptOrderMachine(machines.order),
    },
    migrate: check.optional(options.migrate, (value) =>
      check.callable('migrate', value as Migrate),
    ),
    inspect: inspect === undefined ? undefined : inspector(inspect),
    createId: check.callable('createId', given.createId) as () => string,
  };
}

/** An object with these methods, or undefined. */
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

function resolveRetention({ factRetentionMs: given, store }: ShopOptions): number {
  if (given === undefined) return store === undefined ? 0 : Number.POSITIVE_INFINITY;
  return given === Number.POSITIVE_INFINITY ? given : check.count('factRetentionMs', given);
}

function withoutUndefined(options: ShopOptions): ShopOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Calls the user's inspector; one that throws is only warned of, since it looks on inside a turn. */
function inspector(inspect: NonNullable<ShopOptions['inspect']>): (event: InspectionEvent) => void {
  const observer = typeof inspect === 'function' ? { next: inspect } : inspect;
  if (typeof observer !== 'object' || observer === null || typeof observer.next !== 'function') {
    throw check.wrongType('inspect', 'a function, or an object with next()', inspect);
  }
  let hasWarned = false;
  return (event) => {
    try {
      observer.next?.(event);
    } catch (error) {
      if (!hasWarned) process.emitWarning(`the inspector threw ${show(error)}`);
      hasWarned = true;
    }
  };
}

function currency(code: string): string {
  check.text('currency', code);
  if (Intl.supportedValuesOf('currency').includes(code)) return code;
  throw check.outOfRange('currency', 'an ISO 4217 code such as USD', code);
}
