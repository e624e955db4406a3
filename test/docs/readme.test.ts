import { describe, expect, it } from 'vitest';
import { documentOf } from './documents.ts';

const { text, blocks } = documentOf('README.md');

describe('the README', () => {
  it('has at most 200 lines', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  it('begins with one sentence, then an example and what it prints', () => {
    const [title, sentence = ''] = text.split('\n\n');
    expect(title).toBe('# statecart');
    expect(sentence.replaceAll(/\([^)]*\)/g, '').match(/[.!?](\s|$)/g)).toHaveLength(1);
    expect(blocks.slice(0, 2).map(({ language }) => language)).toEqual(['js', 'text']);
  });

  it('gives the two commands with which a clone begins', () => {
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
    expect(commands.join('')).toMatch(/^npm ci && npm start\b/m);
    expect(commands.join('')).toMatch(/^npm ci && npm test\b/m);
  });
});
