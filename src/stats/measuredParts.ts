import type { Admission } from '../admission/admission.ts';
import type { CartPart } from '../carts/cartPart.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Idempotency } from '../checkout/idempotency.ts';
import type { FactPart } from '../facts/factPart.ts';
import type { HealthPart } from '../health/healthPart.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Stock } from '../stock/stock.ts';
import type { Users } from '../users/users.ts';

/** The parts of a shop that have figures. */
export interface MeasuredParts {
  readonly engine: Engine;
  readonly admission: Admission;
  readonly health: HealthPart;
  readonly users: Users;
  readonly stock: Stock;
  readonly catalog: Catalog;
  readonly carts: CartPart;
  readonly orders: OrderPart;
  readonly idempotency: Idempotency;
  readonly facts: FactPart;
}
