import { describe, expect, it } from 'vitest';
import { declaredNames } from './declaredNames.ts';
import { RETIRED_WORDS, type RetiredWord } from './retiredWords.ts';
import { sourceFiles } from './sourceFiles.ts';

const files = ['machines', 'src', 'bench', 'examples', 'tools', 'test']
  .flatMap((folder) => [...sourceFiles(folder)])
  .map(([file, { text }]) => ({ file, text, names: declaredNames(file, text) }));

describe('a declared name', () => {
  it('is anything that a file names itself', () => {
    const text = `
      import fs, { join as link } from 'node:path';
      const [one, { two, three: { four = 4 }, ...five }] = used;
      function six(seven, eight = used, ...nine) {}
      class Ten<T> extends Used { #eleven = 1; twelve() {} constructor(readonly thirteen: Used) {} }
      interface Fourteen { readonly fifteen: Used; sixteen(): void }
      type Seventeen = { eighteen: 1 };
      used.method({ nineteen: used, 'no-name': 1, [used]: 2 }, (twenty) => used);
      try {} catch (error) {}
    `;
    const names = new Set(declaredNames('src/someFile.ts', text).map(({ name }) => name));
    const expected =
      'someFile fs link one two four five six seven eight nine Ten eleven twelve constructor thirteen ' +
      'Fourteen fifteen sixteen Seventeen eighteen nineteen twenty error';
    expect([...names].sort()).toEqual(expected.split(' ').sort());
  });

  it('has a retired word in it, however it is spelled', () => {
    const desk = { retired: 'orderDesk', term: 'orderFactory' };
    const newborn = { retired: 'newborn', term: 'new' };
    for (const name of ['orderDesk', 'ORDER_DESK', 'openOrderDesk', '_OrderDeskOptions']) {
      expect(isRetired(name, desk)).toBe(true);
    }
    expect(isRetired('borderDesk', desk)).toBe(false);
    expect(isRetired('isNewborn', newborn)).toBe(true);
    expect(isRetired('isNewborn', { ...newborn, exactly: true })).toBe(false);
    expect(isRetired('NEWBORN', { ...newborn, exactly: true })).toBe(true);
  });
});

describe('the retired words', () => {
  it('are retired in folders and files that exist', () => {
    const where = new Set(RETIRED_WORDS.flatMap((word) => word.where ?? []));
    const unknown = [...where].filter((path) => !files.some(({ file }) => file.startsWith(path)));
    expect(unknown).toEqual([]);
  });

  it.each(RETIRED_WORDS)('$retired does not come back: it is $term', (word) => {
    const { retired, where } = word;
    const found = files
      .filter(({ file }) => where === undefined || where.some((path) => file.startsWith(path)))
      .flatMap(({ file, text, names }) =>
        retired.includes('.')
          ? linesWith(`'${retired}'`, file, text)
          : names
              .filter(({ name }) => isRetired(name, word) && !isChartAction(file, name))
              .map(({ name, at }) => `${file}:${text.slice(0, at).split('\n').length} ${name}`),
      );
    expect(found).toEqual([]);
  });
});

/** True when the words of the identifier have those of the retired one among them, in order. */
function isRetired(identifier: string, { retired, exactly }: RetiredWord): boolean {
  const [words, wanted] = [wordsOf(identifier), wordsOf(retired)];
  return exactly ? words === wanted : words.includes(wanted);
}

/** In lower case, each between spaces: ` order desk ` of `ORDER_DESK`. */
function wordsOf(identifier: string): string {
  const words = identifier.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? [];
  return ` ${words.join(' ').toLowerCase()} `;
}

/** True for the public names of actions, which charts keep. */
function isChartAction(file: string, name: string): boolean {
  return file.startsWith('machines/') && /^(tell|note)[A-Z]/.test(name);
}

function linesWith(wanted: string, file: string, text: string): string[] {
  if (file === 'test/layout/retiredWords.ts') return [];
  return text
    .split('\n')
    .flatMap((line, index) => (line.includes(wanted) ? [`${file}:${index + 1} ${wanted}`] : []));
}
