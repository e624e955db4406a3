import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, type Document, proseOf, ROOT } from './documents.ts';

/** Where a repository shows the headings of a page: the anchors that GitHub gives them. */
function anchorsIn(document: Document): string[] {
  const seen = new Map<string, number>();
  return [...proseOf(document).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** The targets of all links that stay within the repository. */
function linksIn(document: Document): string[] {
  return [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^https:\/\//.test(target));
}

describe.each(DOCUMENTS.map((document) => [document.file, document] as const))(
  '%s',
  (file, document) => {
    it('links to files and headings that are there', () => {
      const broken = linksIn(document).filter((target) => {
        const [path = '', anchor] = target.split('#');
        const linked = path === '' ? file : relative(ROOT, join(ROOT, dirname(file), path));
        if (!existsSync(join(ROOT, linked))) return true;
        if (anchor === undefined) return false;
        const page = DOCUMENTS.find((it) => it.file === linked);
        return page === undefined || !anchorsIn(page).includes(anchor);
      });
      expect(broken).toEqual([]);
    });

    it('names files and folders that are there', () => {
      const named = [
        ...proseOf(document).matchAll(
          /`((?:src|machines|bench|test|examples|tools|docs)\/[^`\s]*)`/g,
        ),
      ]
        .map(([, path = '']) => path)
        // The results of a benchmark, with a figure in their names.
        .filter((path) => !/[<*]/.test(path));
      expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    });
  },
);

it('every page of docs/ is linked from the README', () => {
  const linked = linksIn(DOCUMENTS.find(({ file }) => file === 'README.md') as Document);
  const pages = DOCUMENTS.map(({ file }) => file).filter((file) => file.startsWith('docs/'));
  expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
});
