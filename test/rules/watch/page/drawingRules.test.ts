import { describe, expect, it } from 'vitest';
import { drawnAttributes, isDrawn } from '../../../../src/watch/page/charts/drawingRules.ts';

const attribute = (name: string, value = 'x') => ({ name, value });

describe('of a drawing is taken over', () => {
  it('what Graphviz draws with', () => {
    const names = ['svg', 'g', 'path', 'polygon', 'polyline', 'ellipse', 'text'];
    expect(names.filter((name) => !isDrawn(name))).toEqual([]);
  });

  it('nothing that runs, loads or links', () => {
    const names = [
      ...['script', 'style', 'image', 'use', 'foreignObject', 'a', 'animate', 'set', 'iframe'],
      ...['SCRIPT', 'title', 'metadata', 'filter', 'constructor', '__proto__'],
    ];
    expect(names.filter(isDrawn)).toEqual([]);
  });

  it('no attribute that does, and no colour or style', () => {
    const names = [
      ...['style', 'onclick', 'onload', 'href', 'xlink:href', 'src', 'filter', 'fill', 'stroke'],
      ...['xmlns', 'tabindex', 'role', 'font-family', '__proto__'],
    ];
    expect(drawnAttributes(names.map((name) => attribute(name)))).toEqual([]);
  });

  it('the measures, and an id under another name', () => {
    const given = [attribute('d', 'M0,0'), attribute('id', 'page'), attribute('class', 'node')];
    expect(drawnAttributes(given)).toEqual([
      attribute('d', 'M0,0'),
      attribute('data-id', 'page'),
      attribute('class', 'node'),
    ]);
  });

  it('that a text is less important', () => {
    expect(drawnAttributes([attribute('fill', '#4a5562')])).toEqual([
      attribute('data-fill', 'quiet'),
    ]);
  });
});
