import { describe, expect, it } from 'vitest';
import { MESSAGE_TYPES } from '../../../../src/notifications/templates/messageTypes.ts';
import { inputs, TYPES } from './inputs.ts';
import { rendered } from './rendered.ts';

const HOSTILE = `<script>alert("1")</script> & 'x' <img src=x onerror=1>`;
const ESCAPED =
  '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39; &lt;img src=x onerror=1&gt;';

const hostile = inputs({
  ...{ userName: HOSTILE, productName: HOSTILE, sku: HOSTILE },
  ...{ orderId: HOSTILE, tracking: HOSTILE, reason: HOSTILE },
});

describe('the HTML of a default message', () => {
  it('is a document in English with the lines in one table', () => {
    expect(rendered('order.placed').html).toMatchInlineSnapshot(`
      "<!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
      <title>We have received your order A-1001</title>
      </head>
      <body style="margin:0;padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5">
      <div style="max-width:600px;margin:0 auto;overflow-wrap:anywhere">
      <p style="margin:0 0 16px">Hello Ada,</p>
      <p style="margin:0 0 16px">Thank you for your order! We have received it.</p>
      <p style="margin:0 0 16px">Order number: A-1001</p>
      <table style="width:100%;margin:0 0 16px;border-collapse:collapse">
      <tr><td style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left;vertical-align:top;white-space:nowrap">2 ×</td><td dir="auto" style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left">Mug</td><td style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left;vertical-align:top;white-space:nowrap;padding-right:0;text-align:right">$24.00</td></tr>
      <tr><td style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left;vertical-align:top;white-space:nowrap">1 ×</td><td dir="auto" style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left">Tea</td><td style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left;vertical-align:top;white-space:nowrap;padding-right:0;text-align:right">$5.00</td></tr>
      <tr><th colspan="2" style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left">Total</th><th style="padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left;vertical-align:top;white-space:nowrap;padding-right:0;text-align:right">$29.00</th></tr>
      </table>
      <p style="margin:0 0 16px">Please pay by January 2, 1970 at 12:00 PM UTC. After that, we have to cancel the order.</p>
      </div>
      </body>
      </html>
      "
    `);
  });

  it.each(TYPES)('of %s shows what others have written, and has none of it as markup', (type) => {
    const { html = '', text } = rendered(type, hostile[type]);
    expect(html).toContain(ESCAPED);
    expect(html).not.toMatch(/<script|<img/);
    expect(text).toContain(HOSTILE);
  });

  it.each(TYPES)('of %s loads nothing, links nowhere and has no colours of its own', (type) => {
    const { html = '' } = rendered(type);
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">\n/);
    expect(html).not.toMatch(/\b(src|href|url|https?)\b|<style|<link|background|[;"]color:/);
    expect(html.match(/<table/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  it.each(TYPES)('of %s says the same as its text', (type) => {
    const { html = '', text } = rendered(type);
    for (const paragraph of text.split('\n\n').filter((it) => !it.includes('×'))) {
      expect(html).toContain(`>${paragraph}</p>`);
    }
  });
});

describe('the default messages', () => {
  it('are one for each type that becomes a message', () => {
    expect(TYPES).toEqual(MESSAGE_TYPES.map(({ type }) => type));
  });

  it('keep a text of others in one line, whatever its direction of writing', () => {
    const name = 'Ada\r\n\r\nYour account\u2028is\u0085locked \u202ereverse\u2066';
    const { text } = rendered('order.placed', inputs({ userName: name })['order.placed']);
    expect(text).toMatch(/^Hello Ada Your account is locked reverse,\n/);
  });

  it('cut a text of others that is too long, and no character in two', () => {
    const input = inputs({ productName: `a${'😀'.repeat(10_000)}` })['product.backInStock'];
    const { subject } = rendered('product.backInStock', input);
    expect(subject).toBe(`a${'😀'.repeat(49)}… is back in stock`);
  });
});
