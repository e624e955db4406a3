import { code, type RealShop, refused, ShopCommand } from './ShopCommand.ts';
import type { ModelOrder, ShopModel } from './ShopModel.ts';

type Event = 'confirm' | 'ship' | 'deliver' | 'cancel';

export interface OrderArguments {
  /** 1 is the newest order of the shop, 2 the one before it. */
  readonly fromNewest: number;
  readonly event: Event;
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
export class OrderCommand extends ShopCommand {
  readonly #fromNewest: number;
  readonly #event: Event;

  constructor({ fromNewest, event }: OrderArguments) {
    super();
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

  protected send({ shop, orders }: RealShop) {
    const orderId = orders.at(-this.#fromNewest) ?? '';
    if (this.#event === 'ship') return shop.orders.ship(orderId, { trackingNumber: 'T1' });
    if (this.#event === 'cancel') return shop.orders.cancel(orderId, { reason: REASON });
    return shop.orders[this.#event](orderId);
  }

  toString() {
    const options = { ship: { trackingNumber: 'T1' }, cancel: { reason: REASON } } as const;
    const option = this.#event in options ? options[this.#event as keyof typeof options] : null;
    const rest = option === null ? '' : `, ${code(option)}`;
    return `await shop.orders.${this.#event}(orders.at(-${this.#fromNewest})${rest});`;
  }
}
