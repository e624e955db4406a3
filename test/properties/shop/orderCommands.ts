import { callOf } from '../../../src/testing/simulation/shopCall.ts';
import { CallCommand, code, type RealShop, refused } from './ShopCommand.ts';
import type { ModelOrder, ShopModel } from './ShopModel.ts';

type Event = 'confirm' | 'ship' | 'deliver' | 'cancel';

export interface OrderArguments {
  /** 1 is the newest order of the shop, 2 the one before it. */
  readonly fromNewest: number;
  readonly event: Event;
  /** True when the event goes through `orders.send`. */
  readonly isSent: boolean;
}

const REASON = 'changed my mind';

/** The events that each state accepts, and what they change in the order and its units. */
const LIFE: Record<
  ModelOrder['state'],
  Partial<Record<Event, (order: ModelOrder, model: ShopModel) => void>>
> = {
  pending: { confirm, cancel },
  confirmed: { ship, cancel },
  shipped: { deliver },
  delivered: {},
  cancelled: {},
};

function confirm(order: ModelOrder, model: ShopModel): void {
  order.state = 'confirmed';
  model.tell({ type: 'order.confirmed', orderId: order.orderId, userId: order.userId });
}

function ship(order: ModelOrder, model: ShopModel): void {
  const { orderId, userId } = order;
  const trackingNumber = 'T1';
  order.state = 'shipped';
  order.trackingNumber = trackingNumber;
  model.move(order.lines, 'held', 'shipped');
  model.tell({ type: 'order.shipped', orderId, userId, trackingNumber });
}

function deliver(order: ModelOrder, model: ShopModel): void {
  order.state = 'delivered';
  model.tell({ type: 'order.delivered', orderId: order.orderId, userId: order.userId });
}

function cancel(order: ModelOrder, model: ShopModel): void {
  const { orderId, userId } = order;
  order.state = 'cancelled';
  order.cancelReason = REASON;
  model.move(order.lines, 'held', 'available');
  model.tell({ type: 'order.cancelled', orderId, userId, reason: REASON });
}

/** Any event to any order, whether its state accepts it or not. */
export class OrderCommand extends CallCommand {
  readonly #fromNewest: number;
  readonly #event: Event;
  readonly #isSent: boolean;

  constructor({ fromNewest, event, isSent }: OrderArguments) {
    super();
    this.#isSent = isSent;
    this.#fromNewest = fromNewest;
    this.#event = event;
  }

  override check({ orders }: Readonly<ShopModel>): boolean {
    return orders.length >= this.#fromNewest;
  }

  protected predict(model: ShopModel) {
    const order = model.orders.at(-this.#fromNewest);
    if (order === undefined) throw new Error('check() has let this pass');
    const { state } = order;
    const happen = LIFE[state][this.#event];
    if (happen === undefined) {
      const allowed = Object.keys(LIFE[state]).map((event) => `order.${event}`);
      const event = `order.${this.#event}`;
      return refused({ code: 'invalid-transition', state, event, allowed });
    }
    happen(order, model);
    return { ok: true, order: model.orderView(order) };
  }

  protected call({ orders }: RealShop) {
    const orderId = orders.at(-this.#fromNewest) ?? '';
    if (this.#isSent) return callOf('orders.send', orderId, this.#sent);
    switch (this.#event) {
      case 'ship':
        return callOf('orders.ship', orderId, OPTIONS.ship);
      case 'cancel':
        return callOf('orders.cancel', orderId, OPTIONS.cancel);
      default:
        return callOf(`orders.${this.#event}`, orderId);
    }
  }

  /** The same event, sent as it is. */
  get #sent() {
    const options = this.#event in OPTIONS ? OPTIONS[this.#event as keyof typeof OPTIONS] : {};
    return { type: `order.${this.#event}`, ...options };
  }

  toString() {
    const order = `orders.at(-${this.#fromNewest})`;
    if (this.#isSent) return `await shop.orders.send(${order}, ${code(this.#sent)});`;
    const { type: _, ...options } = this.#sent;
    const rest = Object.keys(options).length === 0 ? '' : `, ${code(options)}`;
    return `await shop.orders.${this.#event}(${order}${rest});`;
  }
}

const OPTIONS = { ship: { trackingNumber: 'T1' }, cancel: { reason: REASON } } as const;
