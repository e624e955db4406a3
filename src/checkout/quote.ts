import {
  availableUnits,
  type CartContext,
  type PurchaseLimitRefusal,
  reservedUnits,
  type Shortage,
  shortagesOf,
} from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { Writable } from '../base/writable.ts';
import { itemsOf } from '../carts/cartItems.ts';
import { type Answer, refused } from '../commands/answer.ts';
import { quarantineRefusal } from '../commands/quarantineRefusal.ts';
import { nameOf, type Pricing } from '../pricing/pricing.ts';
import { stateOf } from '../runtime/located.ts';
import type { Stock } from '../stock/stock.ts';
import type { CheckoutContext } from './checkout.ts';
import { priceCart } from './priceCart.ts';

/** The options of {@link QuoteApi.quote}. */
export interface QuoteOptions {
  /** Replaces the shop's pricing strategy, as it would in a checkout. */
  readonly pricing?: Pricing | undefined;
}

/** A line of a quote. */
export interface QuoteLine {
  /** The product. */
  readonly sku: string;
  /** The product's present name. */
  readonly name: string;
  /** Units, 1 or more. */
  readonly quantity: number;
  /** The current list price of one unit, in minor units. */
  readonly unitPriceMinor: number;
  /** What the line costs by the pricing strategy, in minor units. */
  readonly lineTotalMinor: number;
}

/** What a cart would cost in a checkout. */
export interface Quote {
  /** The user whose cart it is. */
  readonly userId: string;
  /** Each product once, in the order of the cart. */
  readonly lines: QuoteLine[];
  /** The sum of all lines, in minor units. */
  readonly totalMinor: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** The name of the pricing strategy. */
  readonly pricing: string;
  /** The products that are short now; left out when there are none. */
  readonly shortages?: Shortage[];
  /** The limit with which a checkout would be refused now; left out when no line is above one. */
  readonly purchaseLimit?: PurchaseLimitRefusal;
}

/** What a cart would cost: `shop.quote`. */
export interface QuoteApi {
  /**
   * Tells what the user's cart costs in a checkout with the same `pricing`, unless a price, the user or the
   * cart changes before. A read: reserves nothing and changes nothing. Refused with `unknown-user` or
   * `empty-cart`.
   *
   * @param userId whose cart it is.
   * @param options the pricing strategy, if it is not to be the shop's.
   * @throws ArgumentError on misuse, and for a total above 2^53 - 1; UserCodeError if that, or anything else, is
   * the fault of the pricing strategy, as in a checkout.
   * @example
   * const answer = shop.quote('ada');
   * if (answer.ok) await shop.checkout('ada', { expectedTotalMinor: answer.quote.totalMinor });
   */
  quote(
    userId: string,
    options?: QuoteOptions,
  ): Answer<{ quote: Quote }, 'unknown-user' | 'empty-cart' | 'quarantined'>;
}

/** Makes the API of quotes. */
export function createQuoteApi(
  context: Pick<CheckoutContext, 'engine' | 'carts' | 'users' | 'catalog' | 'terms'> & {
    readonly stock: Pick<Stock, 'allowance'>;
  },
): QuoteApi {
  const { engine, carts, users, catalog, stock, terms } = context;
  return {
    quote(userId, options = {}) {
      check.id('userId', userId);
      check.fields('options', options, ['pricing']);
      const given = check.optional(options.pricing, (value) =>
        check.callable('pricing', value as Pricing),
      );
      const known = users.find(userId);
      if (known === undefined) return refused({ code: 'unknown-user', userId });
      const cart = engine.directory.locate(carts.kind, userId);
      const refusal = quarantineRefusal(cart);
      if (refusal !== undefined) return refused(refusal);
      const context = cart && (stateOf(cart).context as CartContext);
      const cartLines = context?.lines ?? [];
      if (context === undefined || cartLines.length === 0) return refused({ code: 'empty-cart' });
      const items = itemsOf(cart, cartLines, catalog);
      const pricing = given ?? terms.pricing;
      const { lines, totalMinor } = priceCart(cartLines, items, { pricing, user: known.user });
      const quote: Writable<Quote> = {
        userId: known.userId,
        lines: lines.map(({ sku, name, quantity, unitPriceMinor, lineTotalMinor }) => {
          return { sku, name, quantity, unitPriceMinor, lineTotalMinor };
        }),
        totalMinor,
        currency: terms.currency,
        pricing: nameOf(pricing),
      };
      const shortages = shortagesOf(cartLines, (sku) => {
        const item = catalog.find(sku);
        return item === undefined ? 0 : availableUnits(item) + reservedUnits(context, sku);
      });
      if (shortages.length > 0) quote.shortages = shortages;
      const limit = stock.allowance.refusalOf({ userId, lines, placedAt: engine.now() });
      if (limit !== undefined) quote.purchaseLimit = limit;
      return { ok: true, quote };
    },
  };
}
