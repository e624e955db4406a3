import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/notifications/templates/html.ts';
import { inputs, TYPES } from '../rules/notifications/templates/inputs.ts';
import { rendered } from '../rules/notifications/templates/rendered.ts';
import { runs } from './runs.ts';

const hostile = fc.constantFrom(
  ...['<', '>', '"', "'", '&', '`', '<script>', '</td>', '<!--', '-->', ']]>', '&lt;', '${'],
  ...['\r', '\n', '\0', '\x1b', '\u0085', '\u2028', '\u2029', '\u202e', '\ud800', '\udc00', '😀'],
  ...[' ', 'a', 'Bcc: ', 'payment-timeout'],
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(hostile, { maxLength: 200 }).map((parts) => parts.join('')),
);
const texts = fc.record({
  userName: text,
  productName: text,
  sku: text,
  orderId: text,
  tracking: text,
  reason: text,
});

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const REFERENCES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** All markup: what is left without the texts in between. */
function tagsOf(document: string): string[] {
  return document.match(/<[^>]*>/g) ?? [];
}

/** The text that a browser shows of HTML without tags. */
function shownOf(markup: string): string {
  return markup.replace(/&[#a-z0-9]+;/g, (reference) => REFERENCES[reference] ?? '?');
}

describe('the default messages, whatever users and products are called', () => {
  it('have no markup of theirs, and a subject without control characters', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), texts, (type, given) => {
        const content = rendered(type, inputs(given)[type]);
        const { subject, text: body, html: document = '', short } = content;
        // Paragraphs may be left out, so only the kinds of tags are compared.
        const known = new Set(tagsOf(rendered(type).html as string));
        expect(tagsOf(document).filter((tag) => !known.has(tag))).toEqual([]);
        expect(document.replace(/<[^>]*>/g, '')).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        expect(subject).not.toMatch(CONTROL);
        expect(subject.length).toBeLessThanOrEqual(998);
        expect(body.replaceAll('\n', '')).not.toMatch(CONTROL);
        expect(short).not.toMatch(CONTROL);
        expect(short.length).toBeLessThanOrEqual(480);
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('html', () => {
  it('shows any text as it is, in an element and in an attribute', () => {
    fc.assert(
      fc.property(text, (given) => {
        const [, attribute = '', element = ''] =
          String(html`<p title="${given}">${given}</p>`).match(
            /^<p title="([^"]*)">([^<]*)<\/p>$/,
          ) ?? [];
        expect(shownOf(attribute)).toBe(given);
        expect(shownOf(element)).toBe(given);
      }),
      { numRuns: runs(1000) },
    );
  });
});
