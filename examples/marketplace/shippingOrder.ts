import { assign, emit } from 'xstate';
import { extendOrder, type OrderContext } from '../../src/machines.ts';
import { shipmentsOf } from './sellers.ts';

/** A seller has given the shipment of one location to a carrier. */
interface HandOver {
  readonly type: 'shipment.handOver';
  readonly location: string;
  readonly trackingNumber: string;
}

/** The fact about it. */
export interface ShipmentHandedOver {
  readonly type: 'shipment.handedOver';
  readonly orderId: string;
  readonly userId: string;
  readonly location: string;
  readonly trackingNumber: string;
}

interface ShippingContext extends OrderContext {
  /** The locations that have handed over their shipments; undefined before the first. */
  readonly handedOver?: readonly string[];
}

/** What the guards get: only `shipment.handOver` leads to them. */
interface Given {
  readonly context: ShippingContext;
  readonly event: HandOver;
}

const HAND_OVER = [
  {
    guard: 'isLastShipment',
    target: 'shipped',
    actions: ['noteShipment', 'tellHandedOver', 'noteTracking', 'commitStock', 'tellShipped'],
  },
  { guard: 'isOpenShipment', target: 'shipping', actions: ['noteShipment', 'tellHandedOver'] },
] as const;

/**
 * An order of several shipments: `shipping` from the first one that is handed over, `shipped` with the last one, which is
 * when its units leave the stock. It can be cancelled while nothing is on its way.
 */
export const shippingOrder = extendOrder({
  confirmed: {
    on: {
      'shipment.handOver': HAND_OVER,
      'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock', 'tellShipped'] },
      'order.cancel': {
        target: 'cancelled',
        actions: ['noteReason', 'releaseStock', 'tellCancelled'],
      },
    },
  },
  shipping: { on: { 'shipment.handOver': HAND_OVER } },
}).provide({
  guards: {
    isOpenShipment: ({ context, event }: Given) => openLocations(context).includes(event.location),
    isLastShipment: ({ context, event }: Given) => {
      const [location, ...others] = openLocations(context);
      return location === event.location && others.length === 0;
    },
  },
  actions: {
    noteShipment: assign(({ context, event }) => ({
      handedOver: [
        ...((context as ShippingContext).handedOver ?? []),
        (event as HandOver).location,
      ],
    })),
    tellHandedOver: emit(({ context, event }): ShipmentHandedOver => {
      const { orderId, userId } = context as ShippingContext;
      const { location, trackingNumber } = event as HandOver;
      return { type: 'shipment.handedOver', orderId, userId, location, trackingNumber };
    }),
  },
});

/** The locations that have not handed over their shipments. */
function openLocations({ lines, handedOver = [] }: ShippingContext): string[] {
  return shipmentsOf({ lines })
    .map(({ location }) => location)
    .filter((location) => !handedOver.includes(location));
}
