import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type Answer,
  ArgumentError,
  createShop,
  type OutOfStockRefusal,
  type Refusal,
  type RefusalCode,
  type Shop,
  type StandardMachines,
  UserCodeError,
} from '../../../src/index.ts';
import type { emittingOrder, extendedOrder, typedOrder } from './ownCharts.ts';

/** The codes with which a command can be refused. */
type CodeOf<Command extends (...given: never[]) => Promise<Answer<object>>> = Extract<
  Awaited<ReturnType<Command>>,
  { readonly ok: false }
>['refusal']['code'];

type OfOrder = 'closed' | 'unknown-order' | 'invalid-transition' | 'quarantined';

describe('a command', () => {
  it('can be refused with its own codes only', () => {
    type Any = Shop;
    expectTypeOf<CodeOf<Any['users']['register']>>().toEqualTypeOf<'closed' | 'overloaded'>();
    expectTypeOf<CodeOf<Any['products']['add']>>().toEqualTypeOf<'closed' | 'duplicate-sku'>();
    type OfProduct = 'closed' | 'unknown-product';
    expectTypeOf<CodeOf<Any['products']['update']>>().toEqualTypeOf<OfProduct>();
    expectTypeOf<CodeOf<Any['products']['restock']>>().toEqualTypeOf<OfProduct>();
    expectTypeOf<CodeOf<Any['products']['review']>>().toEqualTypeOf<
      OfProduct | 'unknown-user' | 'overloaded'
    >();
    type OfCart = 'closed' | 'overloaded' | 'unknown-user' | 'invalid-transition' | 'quarantined';
    type OfLine = OfCart | 'unknown-product' | 'out-of-stock' | 'purchase-limit';
    expectTypeOf<CodeOf<Any['carts']['add']>>().toEqualTypeOf<OfLine | 'cart-limit'>();
    expectTypeOf<CodeOf<Any['carts']['setQuantity']>>().toEqualTypeOf<OfLine | 'not-in-cart'>();
    expectTypeOf<CodeOf<Any['carts']['remove']>>().toEqualTypeOf<OfCart | 'not-in-cart'>();
    expectTypeOf<CodeOf<Any['carts']['clear']>>().toEqualTypeOf<OfCart>();
    expectTypeOf<CodeOf<Any['checkout']>>().toEqualTypeOf<
      | OfCart
      | 'idempotency-mismatch'
      | 'empty-cart'
      | 'price-changed'
      | 'out-of-stock'
      | 'purchase-limit'
    >();
    for (const _ of ['confirm', 'ship', 'deliver', 'cancel', 'send'] as const) {
      expectTypeOf<CodeOf<Any['orders'][typeof _]>>().toEqualTypeOf<OfOrder>();
    }
  });

  it('is refused with the same codes in a shop with the standard charts, and an extended one', () => {
    type Standard = Shop<StandardMachines>;
    type Extended = Shop<{ order: typeof extendedOrder }>;
    expectTypeOf<CodeOf<Standard['checkout']>>().toEqualTypeOf<CodeOf<Shop['checkout']>>();
    expectTypeOf<CodeOf<Standard['orders']['ship']>>().toEqualTypeOf<OfOrder>();
    expectTypeOf<CodeOf<Extended['orders']['send']>>().toEqualTypeOf<OfOrder>();
  });

  it('is also refused with the codes with which a chart replies, if its types say so', () => {
    type Typed = Shop<{ order: typeof typedOrder }>;
    expectTypeOf<CodeOf<Typed['orders']['send']>>().toEqualTypeOf<OfOrder | 'not-in-cart'>();
    expectTypeOf<CodeOf<Typed['carts']['clear']>>().toEqualTypeOf<CodeOf<Shop['carts']['clear']>>();
    expectTypeOf<CodeOf<Typed['checkout']>>().toEqualTypeOf<
      CodeOf<Shop['checkout']> | 'not-in-cart'
    >();
  });

  it('is told apart by its code, with what stands beside it', async () => {
    const shop = await createShop();
    const answer = await shop.carts.add('nobody', 'mug', 1);
    expect(answer.ok).toBe(false);
    if (answer.ok) return;
    const { refusal } = answer;
    if (refusal.code === 'out-of-stock') expectTypeOf(refusal).toEqualTypeOf<OutOfStockRefusal>();
    if (refusal.code === 'unknown-user') expect(refusal.userId).toBe('nobody');
    // @ts-expect-error: no answer of this command.
    expect(refusal.code === 'duplicate-sku').toBe(false);
  });

  it('has an answer that fits where any answer does', async () => {
    const shop = await createShop();
    const answers: Answer<object>[] = [
      await shop.carts.clear('nobody'),
      await shop.orders.confirm('none'),
      await shop.users.register({ name: 'Ada' }),
    ];
    const refusals: Refusal[] = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
    expect(refusals).toHaveLength(2);
    expectTypeOf<Answer<object>>().toEqualTypeOf<Answer<object, RefusalCode>>();
  });
});

describe('a chart whose replies may have any code', () => {
  it('says no more than the commands do', () => {
    type Emitting = Shop<{ order: typeof emittingOrder }>;
    expectTypeOf<CodeOf<Emitting['orders']['send']>>().toEqualTypeOf<OfOrder>();
    expectTypeOf<CodeOf<Emitting['checkout']>>().toEqualTypeOf<CodeOf<Shop['checkout']>>();
  });
});

describe('an error that is caught', () => {
  it('is narrowed by its class', async () => {
    const shop = await createShop();
    const error: unknown = await shop.carts.add('', 'mug', 1).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ArgumentError);
    if (error instanceof ArgumentError) {
      expectTypeOf(error).toEqualTypeOf<ArgumentError>();
      expectTypeOf(error.code).toEqualTypeOf<'ERR_STATECART_ARGUMENT'>();
      expectTypeOf(error.given).toEqualTypeOf<unknown>();
    } else if (error instanceof UserCodeError) {
      expectTypeOf(error.code).toEqualTypeOf<'ERR_STATECART_USER_CODE'>();
    }
  });
});
