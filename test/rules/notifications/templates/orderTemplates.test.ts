import { describe, expect, it } from 'vitest';
import { inputs } from './inputs.ts';
import { rendered, words } from './rendered.ts';

describe('the default message about an order', () => {
  it('that is placed lists its lines and says until when to pay', () => {
    expect(words(rendered('order.placed'))).toMatchInlineSnapshot(`
      "Subject: We have received your order A-1001

      Hello Ada,

      Thank you for your order! We have received it.

      Order number: A-1001

      2 × Mug: $24.00
      1 × Tea: $5.00
      Total: $29.00

      Please pay by January 2, 1970 at 12:00 PM UTC. After that, we have to cancel the order.

      Short: We have received your order A-1001. 3 items, $29.00. Please pay by January 2, 1970 at 12:00 PM UTC."
    `);
  });

  it('that is placed asks for no payment once the order is paid or cancelled, or need never be paid', () => {
    const input = inputs()['order.placed'];
    for (const order of [
      { ...input.order, state: 'confirmed' },
      { ...input.order, state: 'cancelled' },
      { ...input.order, paymentDueAt: Number.MAX_SAFE_INTEGER },
    ]) {
      const { text, short } = rendered('order.placed', { ...input, order });
      expect(text).toMatch(/\nTotal: \$29\.00$/);
      expect(short).toBe('We have received your order A-1001. 3 items, $29.00.');
    }
  });

  it('that is confirmed says so', () => {
    expect(words(rendered('order.confirmed'))).toMatchInlineSnapshot(`
      "Subject: Your order A-1001 is confirmed

      Hello Ada,

      Good news: your order is confirmed.

      Order number: A-1001

      2 × Mug: $24.00
      1 × Tea: $5.00
      Total: $29.00

      We will let you know when it is on its way.

      Short: Your order A-1001 is confirmed."
    `);
  });

  it('that is shipped has the tracking number', () => {
    expect(words(rendered('order.shipped'))).toMatchInlineSnapshot(`
      "Subject: Your order A-1001 is on its way

      Hello Ada,

      Good news: your order is on its way to you.

      Tracking number: DE 123

      Order number: A-1001

      2 × Mug: $24.00
      1 × Tea: $5.00
      Total: $29.00

      Short: Your order A-1001 is on its way. Tracking number: DE 123"
    `);
  });

  it('that is delivered says so', () => {
    expect(words(rendered('order.delivered'))).toMatchInlineSnapshot(`
      "Subject: Your order A-1001 has been delivered

      Hello Ada,

      Your order has been delivered.

      Order number: A-1001

      2 × Mug: $24.00
      1 × Tea: $5.00
      Total: $29.00

      We hope that you like it. If anything is wrong, please let us know.

      Short: Your order A-1001 has been delivered."
    `);
  });

  it('that is cancelled gives the reason', () => {
    expect(words(rendered('order.cancelled'))).toMatchInlineSnapshot(`
      "Subject: Your order A-1001 has been cancelled

      Hello Ada,

      Your order has been cancelled.

      Reason: it came too late

      Order number: A-1001

      2 × Mug: $24.00
      1 × Tea: $5.00
      Total: $29.00

      Short: Your order A-1001 has been cancelled. Reason: it came too late"
    `);
  });

  it('that was not paid in time says so in plain words', () => {
    const input = inputs({ reason: 'payment-timeout' })['order.cancelled'];
    const content = rendered('order.cancelled', input);
    expect(words(content)).toMatchInlineSnapshot(`
      "Subject: Your order A-1001 has been cancelled

      Hello Ada,

      Your order has been cancelled.

      We did not receive your payment in time.

      Order number: A-1001

      2 × Mug: $24.00
      1 × Tea: $5.00
      Total: $29.00

      You are welcome to order again.

      Short: Your order A-1001 has been cancelled. We did not receive your payment in time."
    `);
    expect(JSON.stringify(content)).not.toContain('payment-timeout');
  });

  it('that is cancelled gives no reason when there is none', () => {
    const { reason: _reason, ...fact } = inputs()['order.cancelled'].fact;
    for (const given of [fact, { ...fact, reason: '' }, { ...fact, reason: ' \n' }]) {
      const input = { ...inputs()['order.cancelled'], fact: given };
      const { text, short } = rendered('order.cancelled', input);
      expect(text).toContain('Your order has been cancelled.\n\nOrder number: A-1001');
      expect(text).toMatch(/\nTotal: \$29\.00$/);
      expect(short).toBe('Your order A-1001 has been cancelled.');
    }
  });

  it('of one item counts it as one', () => {
    const input = inputs()['order.placed'];
    const order = { ...input.order, lines: input.order.lines.slice(1), totalMinor: 500 };
    expect(rendered('order.placed', { ...input, order }).short).toContain('1 item, $5.00.');
  });

  it('with very many lines lists the first ones, and is not too long whatever their names are', () => {
    const input = inputs({ productName: '&'.repeat(10_000) })['order.placed'];
    const [line] = input.order.lines;
    for (const [count, more] of [
      [100, undefined],
      [101, 'and 1 more product'],
      [5000, 'and 4900 more products'],
    ] as const) {
      const order = { ...input.order, lines: new Array(count).fill(line) };
      const { text, html = '' } = rendered('order.placed', { ...input, order });
      expect(text.match(/^2 × &{99}…: \$24\.00$/gm)).toHaveLength(100);
      expect(text.match(/and .* more.*/)?.[0]).toBe(more);
      expect(html.length).toBeLessThan(100_000);
      expect(html.includes('more product')).toBe(more !== undefined);
    }
  });

  it('greets a customer without a name', () => {
    expect(rendered('order.placed', inputs({ userName: ' ' })['order.placed']).text).toMatch(
      /^Hello,\n/,
    );
  });
});
