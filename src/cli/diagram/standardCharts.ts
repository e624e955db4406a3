import type { AnyStateMachine } from 'xstate';
import {
  cartMachine,
  deliveryMachine,
  healthMachine,
  inventoryMachine,
  orderMachine,
} from '../../../machines/index.ts';

/** The charts of a shop by name. */
export const STANDARD_CHARTS: Readonly<Record<string, AnyStateMachine>> = {
  cart: cartMachine,
  order: orderMachine,
  inventory: inventoryMachine,
  health: healthMachine,
  delivery: deliveryMachine,
};
