import * as check from '../../base/check.ts';

/** HTML made by {@link html}. `String(...)` makes a string of it. */
class SafeHtml {
  // A private name, which no data can have: an object of another class is never taken for HTML.
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  static isSafe(value: unknown): value is SafeHtml {
    return typeof value === 'object' && value !== null && #markup in value;
  }

  /** The markup, in which every value is escaped. */
  toString(): string {
    return this.#markup;
  }
}

/** What {@link html} takes as a value. `undefined`, `null` and `false` become nothing. */
export type HtmlValue =
  | string
  | number
  | bigint
  | SafeHtml
  | readonly HtmlValue[]
  | undefined
  | null
  | false;

/**
 * A tag of template literals that makes HTML: every value is escaped, so that it is text in an element or within a
 * quoted attribute, whoever has written it. HTML made by `html` goes in as it is, and so do lists of such. A value
 * must not be (a part of) the name of a tag or of an attribute, a script, a style, or a URL that others choose.
 *
 * @param strings the parts of the literal: your own markup.
 * @param values what stands between them: texts, numbers, HTML made by `html`, and lists of these.
 * @throws TypeError when called other than as a tag.
 *
 * @example
 * const list = html`<ul>${order.lines.map(({ name }) => html`<li>${name}</li>`)}</ul>`;
 * const message = { subject: 'Your order', text: '...', html: String(list) };
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  // Otherwise, html(text) would trust the text.
  if (!Array.isArray(strings) || !Array.isArray((strings as { raw?: unknown }).raw)) {
    throw check.wrongType('html', 'a template literal, as in html`<p></p>`', strings);
  }
  let markup = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    markup += markupOf(value) + (strings[index + 1] ?? '');
  }
  return new SafeHtml(markup);
}

function markupOf(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (SafeHtml.isSafe(value)) return value.toString();
  if (Array.isArray(value)) return value.map(markupOf).join('');
  return escaped(String(value));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

export type { SafeHtml };
