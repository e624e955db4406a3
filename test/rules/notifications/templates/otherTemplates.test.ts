import { describe, expect, it } from 'vitest';
import { inputs } from './inputs.ts';
import { rendered, words } from './rendered.ts';

describe('the default message about a cart', () => {
  it('that expires soon lists what is in it, and says when', () => {
    expect(words(rendered('cart.expiring'))).toMatchInlineSnapshot(`
      "Subject: Your cart expires soon

      Hello Ada,

      There are still 3 items in your cart:

      2 × Mug
      1 × Tea

      We keep your cart until January 2, 1970 at 12:00 PM UTC. After that, it will be empty.

      Short: There are still 3 items in your cart. We keep it until January 2, 1970 at 12:00 PM UTC."
    `);
  });

  it('that has expired lists what was in it', () => {
    expect(words(rendered('cart.expired'))).toMatchInlineSnapshot(`
      "Subject: Your cart has expired

      Hello Ada,

      You did not order in time, so we have emptied your cart.

      There were 3 items in it:

      2 × Mug
      1 × Tea

      You can put them into your cart again at any time.

      Short: Your cart with 3 items has expired. You can fill it again at any time."
    `);
  });

  it('with one item speaks of one', () => {
    const lines = [{ sku: 'TEA-1', name: 'Tea', quantity: 1 }];
    const expiring = rendered('cart.expiring', { ...inputs()['cart.expiring'], lines });
    expect(expiring.text).toContain('There is still 1 item in your cart:');
    const expired = rendered('cart.expired', { ...inputs()['cart.expired'], lines });
    expect(expired.text).toContain('There was 1 item in it:');
    expect(expired.text).toContain('You can put it into your cart again');
  });
});

describe('the default message about a product', () => {
  it('that is back in stock says to the customer how many there are', () => {
    expect(words(rendered('product.backInStock'))).toMatchInlineSnapshot(`
      "Subject: Mug is back in stock

      Hello Ada,

      Good news: Mug is back in stock.

      3 items are available now.

      Short: Mug is back in stock. 3 items are available now."
    `);
  });

  it('that is nearly sold out says to the owner how many are left', () => {
    expect(words(rendered('stock.low'))).toMatchInlineSnapshot(`
      "Subject: Low stock: Mug

      Hello,

      Only 3 items of Mug (SKU MUG-1) are left.

      Short: Only 3 items of Mug (SKU MUG-1) are left."
    `);
  });

  it('that is sold out says so to the owner', () => {
    expect(words(rendered('stock.depleted'))).toMatchInlineSnapshot(`
      "Subject: Out of stock: Mug

      Hello,

      Mug (SKU MUG-1) is out of stock. All items are sold or reserved.

      Short: Mug (SKU MUG-1) is out of stock."
    `);
  });

  it('of which there is one speaks of one', () => {
    const back = inputs()['product.backInStock'];
    const low = inputs()['stock.low'];
    expect(
      rendered('product.backInStock', { ...back, fact: { ...back.fact, available: 1 } }).short,
    ).toBe('Mug is back in stock. 1 item is available now.');
    expect(rendered('stock.low', { ...low, fact: { ...low.fact, available: 1 } }).text).toContain(
      'Only 1 item of Mug (SKU MUG-1) is left.',
    );
  });
});

describe('the default message about dead letters', () => {
  it('says to the owner how many there are and what became of the last one', () => {
    expect(words(rendered('messages.deadLettered'))).toMatchInlineSnapshot(`
      "Subject: 3 messages could not be delivered

      Hello,

      3 messages could not be delivered by email. The shop has given up on them.

      The last one was about order.shipped and has the id m1.

      Reason: it came too late

      Short: 3 messages could not be delivered by email. Reason: it came too late"
    `);
  });

  it('speaks of one message if there is one', () => {
    const input = inputs()['messages.deadLettered'];
    const content = rendered('messages.deadLettered', {
      ...input,
      fact: { ...input.fact, count: 1 },
    });
    expect(words(content)).toMatchInlineSnapshot(`
      "Subject: 1 message could not be delivered

      Hello,

      1 message could not be delivered by email. The shop has given up on it.

      It was about order.shipped and has the id m1.

      Reason: it came too late

      Short: 1 message could not be delivered by email. Reason: it came too late"
    `);
  });
});
