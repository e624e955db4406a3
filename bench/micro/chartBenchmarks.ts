import { type AnyStateMachine, fromTransition } from 'xstate';
import { compile } from '../../src/compile.ts';
import {
  type CartContext,
  type CartEvent,
  cartMachine,
  fewestLocations,
  INVENTORY,
  type InventoryEvent,
  inventoryMachine,
  type OrderInput,
  orderMachine,
  StockLedger,
} from '../../src/machines.ts';
import { skuOf } from '../closedLoop/purchases.ts';
import { PRODUCTS, STOCK } from './limits.ts';
import { expectCount, type MicroBenchmark } from './microBenchmark.ts';
import { PlainSystem } from './plainSystem.ts';

/** Lines of one reservation. */
const LINE_COUNTS = [1, 2, 10, 100];

/** Each chart on XState's own interpreter, and compiled. */
export const chartBenchmarks: readonly MicroBenchmark[] = [
  ...inBothWays(cartMachine, 'one event, cart.setQuantity', eventBenchmark),
  ...inBothWays(orderMachine, 'order actor created and stopped', creationBenchmark),
  ...LINE_COUNTS.flatMap((count) =>
    inBothWays(inventoryMachine, `${lines(count)} reserved and released`, (machine, name) =>
      reservationBenchmark(machine, name, count),
    ),
  ),
];

function lines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

function inBothWays(
  machine: AnyStateMachine,
  name: string,
  make: (machine: AnyStateMachine, name: string) => MicroBenchmark,
): MicroBenchmark[] {
  const compiled = compile(machine);
  // `compile` returns a chart that it cannot compile: then there is only one way.
  const plain = make(machine, `${name}, plain`);
  return compiled === machine ? [plain] : [plain, make(compiled, `${name}, compiled`)];
}

/** Changes a line of an open cart: a guard, an assignment and a fact. */
function eventBenchmark(machine: AnyStateMachine, name: string): MicroBenchmark {
  return {
    name,
    async open() {
      const cart = new PlainSystem().start(machine, 'cart:ada', { userId: 'ada' });
      let facts = 0;
      cart.on('*', () => facts++);
      const available = STOCK;
      const send = (event: CartEvent) => cart.send(event);
      let quantity = 1;
      send({ type: 'cart.add', sku: 'mug', quantity, available, at: 0, cartId: 'cart-1' });
      return {
        operations: 1,
        call() {
          quantity = 3 - quantity;
          send({ type: 'cart.setQuantity', sku: 'mug', quantity, available });
        },
        verify(calls) {
          expectCount('facts', facts, calls + 1);
          const { lines } = cart.getSnapshot().context as CartContext;
          expectCount('units in the cart', lines[0]?.quantity ?? 0, quantity);
        },
      };
    },
  };
}

const ORDER: OrderInput = {
  orderId: 'order-1',
  number: 1,
  userId: 'ada',
  lines: ['mug', 'cup'].map((sku) => ({
    ...{ sku, name: sku, quantity: 1, unitPriceMinor: 1000, lineTotalMinor: 1000 },
    allocations: [{ location: 'main', quantity: 1 }],
  })),
  totalMinor: 2000,
  currency: 'USD',
  pricing: 'regular',
  createdAt: 0,
  paymentDueAt: 60_000,
};

/** Starts an order actor, which is then pending, and stops it. */
function creationBenchmark(machine: AnyStateMachine, name: string): MicroBenchmark {
  return {
    name,
    async open() {
      const system = new PlainSystem();
      let pending = 0;
      return {
        operations: 1,
        call() {
          const order = system.start(machine, 'order:1', ORDER);
          if (order.getSnapshot().value === 'pending') pending++;
          system.stop(order);
        },
        verify: (calls) => expectCount('pending orders', pending, calls),
      };
    },
  };
}

/** Sends two messages to the inventory; the answer to the first goes to an actor that counts it. */
function reservationBenchmark(
  machine: AnyStateMachine,
  name: string,
  count: number,
): MicroBenchmark {
  return {
    name,
    async open() {
      const system = new PlainSystem();
      const ledger = new StockLedger();
      for (let product = 0; product < PRODUCTS; product++) {
        ledger.register(skuOf(product), [{ location: 'main', quantity: STOCK }]);
      }
      const input = { ledger, allocation: fewestLocations };
      const inventory = system.start(machine, INVENTORY, input);
      let reserved = 0;
      const buyer = fromTransition((state: null, { type }: { type: string }) => {
        if (type === 'inventory.reserved') reserved++;
        return state;
      }, null);
      system.start(buyer, 'buyer', {});
      const lines = Array.from({ length: count }, (_, product) => {
        return { sku: skuOf(product), quantity: 1 };
      });
      const orderId = 'order-1';
      const send = (event: InventoryEvent) => inventory.send(event);
      return {
        operations: 1,
        call() {
          send({ type: 'inventory.reserve', orderId, lines, replyTo: 'buyer' });
          send({ type: 'inventory.release', orderId });
        },
        verify(calls) {
          expectCount('reservations', reserved, calls);
          expectCount('open holds', [...ledger.openHolds()].length, 0);
          expectCount('units left', ledger.available(skuOf(0)), STOCK);
        },
      };
    },
  };
}
