import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES } from '../../src/commands/table.ts';
import { RUNGS } from '../layout/ladder.ts';
import { DOCUMENTS, documentOf, ROOT } from './documents.ts';
import { DOOR_NAMES } from './doorNames.ts';

const guide = documentOf('docs/guide.md').text;
const all = DOCUMENTS.map(({ text }) => text).join('\n');

/** The values of a member over all variants of a union: `readonly type: 'order.placed'`. */
function valuesIn(file: string, member: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(new RegExp(`readonly ${member}: '([^']+)'`, 'g'))].map(
    ([, value]) => value as string,
  );
}

describe('the documents', () => {
  it('list every fact', () => {
    const facts = valuesIn('machines/rules/facts.ts', 'type').filter((type) => type !== 'reply');
    expect(facts.length).toBeGreaterThan(10);
    expect(facts.filter((type) => !guide.includes(`\`${type}\``))).toEqual([]);
  });

  it('list every refusal', () => {
    const codes = valuesIn('machines/rules/refusal.ts', 'code');
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !guide.includes(`| \`${code}\` |`))).toEqual([]);
  });

  it('explain every command', () => {
    expect(COMMAND_TYPES.length).toBeGreaterThan(10);
    expect(COMMAND_TYPES.filter((type) => !guide.includes(`${type}(`))).toEqual([]);
  });

  it('list every option of a shop', () => {
    const text = readFileSync(join(ROOT, 'src/options.ts'), 'utf8');
    const [, body = ''] = /export interface ShopOptions[^{]*\{([\s\S]*?)\n\}/.exec(text) ?? [];
    const options = [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(
      ([, name]) => name as string,
    );
    expect(options.length).toBeGreaterThan(10);
    expect(options.filter((name) => !guide.includes(`| \`${name}\` |`))).toEqual([]);
  });

  it.each([...DOOR_NAMES.keys()])(
    'name every function and constant that %s exports',
    async (door) => {
      const exports = Object.keys(await import(door));
      expect(exports.length).toBeGreaterThan(0);
      expect(exports.filter((name) => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([]);
    },
  );

  it('describe every floor of the ladder', () => {
    const architecture = documentOf('docs/architecture.md').text;
    const names = RUNGS.map(({ name }) => name);
    expect(names.filter((name) => !architecture.includes(`**${name}**`))).toEqual([]);
  });

  it('give every word of the glossary one meaning', () => {
    const glossary = documentOf('docs/glossary.md').text.split('## Retired words')[0] ?? '';
    const words = [...glossary.matchAll(/^\| ([^|]+) \|/gm)]
      .flatMap(([, cell = '']) => cell.split(', '))
      .filter((word) => !['word', '---'].includes(word));
    expect(words.length).toBeGreaterThan(50);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });
});
