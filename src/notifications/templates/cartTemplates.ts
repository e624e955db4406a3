import { composeMessage } from './composeMessage.ts';
import { items, unitsOf } from './items.ts';
import { lineTable } from './lineTable.ts';
import type { StandardTemplates } from './template.ts';

/** The default messages about carts. */
export const cartTemplates: Pick<StandardTemplates, 'cart.expiring' | 'cart.expired'> = {
  'cart.expiring'({ fact, lines, user, number, date }) {
    const units = unitsOf(lines);
    const content = items(units, number);
    const until = date(fact.expiresAt);
    return composeMessage({
      subject: 'Your cart expires soon',
      name: user.name,
      blocks: [
        `There ${units === 1 ? 'is' : 'are'} still ${content} in your cart:`,
        lineTable(lines, { number }),
        `We keep your cart until ${until}. After that, it will be empty.`,
      ],
      short: `There ${units === 1 ? 'is' : 'are'} still ${content} in your cart. We keep it until ${until}.`,
    });
  },

  'cart.expired'({ lines, user, number }) {
    const units = unitsOf(lines);
    const content = items(units, number);
    return composeMessage({
      subject: 'Your cart has expired',
      name: user.name,
      blocks: [
        'You did not order in time, so we have emptied your cart.',
        `There ${units === 1 ? 'was' : 'were'} ${content} in it:`,
        lineTable(lines, { number }),
        `You can put ${units === 1 ? 'it' : 'them'} into your cart again at any time.`,
      ],
      short: `Your cart with ${content} has expired. You can fill it again at any time.`,
    });
  },
};
