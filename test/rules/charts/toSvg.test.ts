import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { cartMachine, orderMachine, toSvg } from '../../../src/machines.ts';
import { drawnElements, layout } from '../../drawing/drawnElements.ts';

const svg = toSvg(orderMachine, layout);

describe('an SVG of a chart', () => {
  it('is one element, which can be put into a page', () => {
    expect(svg.startsWith('<svg ')).toBe(true);
    expect(svg.trimEnd().endsWith('</svg>')).toBe(true);
  });

  it('is an image with a title and a description in words', () => {
    expect(svg).toContain('role="img"');
    expect(svg).toMatch(/^<svg [^>]*>\n<title>Statechart order<\/title>\n<desc>\n/);
    expect(svg).toContain('\norder starts in pending.\n');
    expect(svg).toContain('\nshipped goes to delivered: order.deliver / tellDelivered.\n');
    expect(toSvg(cartMachine, layout)).toContain('\nempty stays: cart.checkout / refuseEmpty.\n');
  });

  it('has a white background, so that it is legible on a dark page', () => {
    const background = drawnElements(svg)[0]?.shapes[0];
    expect(background).toMatchObject({ name: 'polygon', fill: 'white', stroke: 'none' });
  });

  it('names fonts of the same width, and a generic one at last', () => {
    const fonts = [...svg.matchAll(/font-family="([^"]*)"/g)].map(([, font]) => font);
    expect(new Set(fonts)).toEqual(new Set(["Helvetica,Arial,'Liberation Sans',sans-serif"]));
  });

  it('has titles that are paths of states, and none that is a name for Graphviz only', () => {
    const machine = createMachine({
      initial: 'a',
      states: {
        a: { initial: 'b', states: { b: {} }, on: { go: { target: 'a', reenter: true } } },
      },
    });
    const titles = drawnElements(toSvg(machine, layout)).flatMap(({ title }) => title ?? []);
    expect(titles).toEqual(['(machine)', 'a', 'a.b']);
  });

  it('gives transitions without an arrow the class of the others', () => {
    const rows = drawnElements(toSvg(cartMachine, layout)).filter(
      ({ id }) => id === 'a_transition-cart_2e_checkout-0-empty',
    );
    expect(rows.map(({ classes }) => classes)).toEqual([
      ['transition', 'a_transition-cart_2e_checkout-0-empty'],
    ]);
  });
});
