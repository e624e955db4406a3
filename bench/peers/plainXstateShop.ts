import { nanoid } from 'nanoid';
import { type AnyActor, type AnyActorLogic, createActor, fromTransition } from 'xstate';
import {
  CART_EXPIRY_MS,
  type CartContext,
  type CartEvent,
  cartMachine,
  type Fact,
  fewestLocations,
  INVENTORY,
  type InventoryEvent,
  inventoryMachine,
  ORDER_FACTORY,
  type OrderContext,
  type OrderEvent,
  orderMachine,
  PAYMENT_TIMEOUT_MS,
  type PlaceOrder,
  type QuotedLine,
  type Reply,
  StockLedger,
} from '../../src/machines.ts';

/**
 * The same charts on plain XState, as written by hand in an afternoon: one actor system with the
 * standard scheduler, actors in Maps, and a list of facts. It has no store, records, views or copies,
 * and does not say which events a state would accept.
 */
export class PlainXstateShop {
  readonly ledger = new StockLedger();
  readonly #prices = new Map<string, number>();
  readonly #carts = new Map<string, AnyActor>();
  readonly #orders = new Map<string, AnyActor>();
  readonly #host: AnyActor = createActor(fromTransition((state) => state, null)).start();
  readonly #inventory: AnyActor;
  /** The facts since the command began. */
  #facts: (Fact | Reply)[] = [];
  #failure: unknown;
  #checkouts = 0;

  constructor() {
    this.#inventory = this.#start(inventoryMachine, INVENTORY, {
      ledger: this.ledger,
      allocation: fewestLocations,
    });
    const desk = fromTransition((state: null, { order }: PlaceOrder) => {
      this.#orders.set(order.orderId, this.#start(orderMachine, `order:${order.orderId}`, order));
      return state;
    }, null);
    this.#start(desk, ORDER_FACTORY, {});
  }

  addProduct(sku: string, priceMinor: number, stock: number): void {
    this.#prices.set(sku, priceMinor);
    const shelf = { location: 'main', quantity: stock };
    this.#send(this.#inventory, { type: 'inventory.register', sku, stock: [shelf] });
  }

  addToCart(userId: string, sku: string, quantity: number): void {
    let cart = this.#carts.get(userId);
    if (cart === undefined) {
      cart = this.#start(cartMachine, `cart:${userId}`, { userId, expiryMs: CART_EXPIRY_MS });
      this.#carts.set(userId, cart);
    }
    const available = this.ledger.available(sku);
    const at = Date.now();
    this.#send(cart, { type: 'cart.add', sku, quantity, available, at, cartId: nanoid() });
  }

  /** Returns the id of the order. */
  checkout(userId: string): string {
    const cart = this.#carts.get(userId);
    if (cart === undefined) throw new Error(`${userId} has no cart`);
    const { lines: wanted } = cart.getSnapshot().context as CartContext;
    let totalMinor = 0;
    const lines = wanted.map(({ sku, quantity }): QuotedLine => {
      const unitPriceMinor = this.#prices.get(sku) ?? 0;
      const lineTotalMinor = unitPriceMinor * quantity;
      totalMinor += lineTotalMinor;
      return { sku, name: sku, quantity, unitPriceMinor, lineTotalMinor };
    });
    const orderId = nanoid();
    const createdAt = Date.now();
    this.#send(cart, {
      type: 'cart.checkout',
      orderId,
      number: ++this.#checkouts,
      lines,
      totalMinor,
      currency: 'USD',
      pricing: 'regular',
      createdAt,
      paymentDueAt: createdAt + PAYMENT_TIMEOUT_MS,
    });
    return orderId;
  }

  /** Sends an event to an order and returns its context. */
  send(orderId: string, event: OrderEvent): OrderContext {
    const order = this.#orders.get(orderId);
    if (order === undefined) throw new Error(`there is no order ${orderId}`);
    this.#send(order, event);
    return order.getSnapshot().context as OrderContext;
  }

  /** @throws Error if the command is refused or an actor fails. */
  #send(actor: AnyActor, event: CartEvent | OrderEvent | InventoryEvent): void {
    this.#facts = [];
    actor.send(event);
    if (this.#failure !== undefined) throw this.#failure;
    const reply = this.#facts.find(({ type }) => type === 'reply');
    if (reply !== undefined) throw new Error(JSON.stringify(reply));
  }

  #start(logic: AnyActorLogic, systemId: string, input: object): AnyActor {
    const options = { id: systemId, systemId, input, parent: this.#host };
    const actor = createActor(logic, options as never) as AnyActor;
    actor.on('*', (fact) => this.#facts.push(fact as Fact | Reply));
    actor.subscribe({
      error: (error) => {
        this.#failure ??= error;
      },
    });
    return actor.start();
  }
}
