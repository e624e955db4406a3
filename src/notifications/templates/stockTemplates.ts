import type { Product } from '../../catalog/product.ts';
import { composeMessage } from './composeMessage.ts';
import { items } from './items.ts';
import { shownText } from './shownText.ts';
import type { StandardTemplates } from './template.ts';

/** The default messages about the stock of a product: to a customer who waits for it, and to the owner of the shop. */
export const stockTemplates: Pick<
  StandardTemplates,
  'product.backInStock' | 'stock.low' | 'stock.depleted'
> = {
  'product.backInStock'({ fact, product, user, number }) {
    const name = shownText(product.name);
    const left = `${items(fact.available, number)} ${fact.available === 1 ? 'is' : 'are'} available now.`;
    return composeMessage({
      subject: `${name} is back in stock`,
      name: user.name,
      blocks: [`Good news: ${name} is back in stock.`, left],
      short: `${name} is back in stock. ${left}`,
    });
  },

  'stock.low'({ fact, product, number }) {
    const left = `Only ${items(fact.available, number)} of ${named(product)} ${fact.available === 1 ? 'is' : 'are'} left.`;
    return composeMessage({
      subject: `Low stock: ${shownText(product.name)}`,
      blocks: [left],
      short: left,
    });
  },

  'stock.depleted'({ product }) {
    const words = `${named(product)} is out of stock.`;
    return composeMessage({
      subject: `Out of stock: ${shownText(product.name)}`,
      blocks: [`${words} All items are sold or reserved.`],
      short: words,
    });
  },
};

/** The owner knows a product by its SKU, too. */
function named({ name, sku }: Product): string {
  return `${shownText(name)} (SKU ${shownText(sku)})`;
}
