import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../../src/base/argumentError.ts';
import { type HtmlValue, html } from '../../../../src/notifications/templates/html.ts';

describe('html', () => {
  it('escapes every value, in elements and in quoted attributes', () => {
    const value = `<b>"&amp;"</b> 'x'`;
    expect(String(html`<p title="${value}">${value}</p>`)).toBe(
      '<p title="&lt;b&gt;&quot;&amp;amp;&quot;&lt;/b&gt; &#39;x&#39;">' +
        '&lt;b&gt;&quot;&amp;amp;&quot;&lt;/b&gt; &#39;x&#39;</p>',
    );
  });

  it('takes HTML of its own as it is, also in lists', () => {
    const rows = ['<', '>'].map((name) => html`<li>${name}</li>`);
    expect(String(html`<ul>${rows}${[['&'], html`<hr>`]}</ul>`)).toBe(
      '<ul><li>&lt;</li><li>&gt;</li>&amp;<hr></ul>',
    );
  });

  it('shows nothing for undefined, null and false, and numbers as they are', () => {
    expect(String(html`${undefined}${null}${false}|${0}|${12n}|${''}|`)).toBe('|0|12||');
  });

  it('takes no object of others for HTML', () => {
    const real = html`<b>x</b>`;
    const forgeries = [
      { markup: '<b>', toString: () => '<b>' },
      { ...real, toString: () => '<b>' },
      Object.create(real),
      Object.setPrototypeOf({ toString: () => '<b>' }, Object.getPrototypeOf(real)),
      new Proxy(real, { get: () => () => '<b>' }),
    ];
    for (const forged of forgeries.slice(0, 2).concat(forgeries.slice(3))) {
      expect(String(html`${forged as HtmlValue}`)).toBe('&lt;b&gt;');
    }
    expect(() => html`${forgeries[2] as HtmlValue}`).toThrow(TypeError);
    expect(JSON.stringify(real)).toBe('{}');
  });

  it('is refused as a function, which would trust its argument', () => {
    const call = html as unknown as (text: unknown) => unknown;
    for (const given of ['<b>', ['<b>'], { raw: ['<b>'], 0: '<b>' }, undefined]) {
      expect(() => call(given)).toThrow(ArgumentError);
    }
  });
});
