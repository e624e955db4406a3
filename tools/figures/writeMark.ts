import { readFileSync, writeFileSync } from 'node:fs';

const README = new URL('../../../README.md', import.meta.url);

/**
 * Puts a text between `<!-- mark -->` and the next `<!-- end -->` of the README.
 *
 * @throws Error if there is no such mark.
 */
export function writeMark(mark: string, text: string): void {
  const readme = readFileSync(README, 'utf8');
  const block = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- end -->)`);
  if (!block.test(readme)) throw new Error(`README.md has no mark <!-- ${mark} -->`);
  // A function, since a text in this place may have no $ that means something else.
  writeFileSync(
    README,
    readme.replace(block, (_, begin, end) => `${begin}${text}\n${end}`),
  );
}
