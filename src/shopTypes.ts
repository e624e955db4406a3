import type { AnyStateMachine } from 'xstate';
import type { cartMachine, OrderEvent, orderMachine } from '../machines/index.ts';
import type { AnyEvent, EventOf, FactOf, ReplyCodeOf, StateNameOf } from './charts/chartTypes.ts';
import type { ShopMachines } from './options.ts';

/** The charts of a shop that is given none. */
export interface StandardMachines {
  readonly cart: typeof cartMachine;
  readonly order: typeof orderMachine;
}

/** The chart for carts or orders: a custom one if there is one, and both where it may be left out. */
type ChartOf<Machines, Noun extends keyof StandardMachines> = Machines extends {
  readonly [Key in Noun]: infer Chart extends AnyStateMachine;
}
  ? Chart
  : Machines extends { readonly [Key in Noun]?: infer Chart }
    ? Extract<Chart, AnyStateMachine> | StandardMachines[Noun]
    : StandardMachines[Noun];

/** The chart for carts or orders if it is a custom one whose type differs from the standard one's. */
type OwnChartOf<Machines, Noun extends keyof StandardMachines> = Unless<
  StandardMachines[Noun],
  ChartOf<Machines, Noun>
>;

type Unless<Standard, Chart> = Chart extends unknown
  ? Standard extends Chart
    ? never
    : Chart
  : never;

/** The names of the states of carts. */
export type CartStateOf<Machines extends ShopMachines> = StateNameOf<ChartOf<Machines, 'cart'>>;

/** The names of the states of orders. */
export type OrderStateOf<Machines extends ShopMachines> = StateNameOf<ChartOf<Machines, 'order'>>;

/**
 * The events that `orders.send` takes: those of a custom chart, and any for the standard one, which refuses
 * what it does not know.
 */
export type OrderEventOf<Machines extends ShopMachines> =
  StandardMachines['order'] extends ChartOf<Machines, 'order'>
    ? OrderEvent | AnyEvent
    : EventOf<ChartOf<Machines, 'order'>>;

/** The facts that custom charts emit according to their types. */
export type ChartFactOf<Machines extends ShopMachines> = FactOf<
  OwnChartOf<Machines, 'cart'> | OwnChartOf<Machines, 'order'>
>;

/** The refusals with which carts of a custom chart reply according to its types. */
export type CartReplyOf<Machines extends ShopMachines> = ReplyCodeOf<OwnChartOf<Machines, 'cart'>>;

/** The refusals with which orders of a custom chart reply according to its types. */
export type OrderReplyOf<Machines extends ShopMachines> = ReplyCodeOf<
  OwnChartOf<Machines, 'order'>
>;
