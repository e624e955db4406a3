import type { Seeded } from '../harness/seeded.ts';

/** The beginnings, vowels and ends of syllables; an entry that occurs twice is twice as frequent. */
const ONSETS =
  'b c d f g h j k l m n p r s t v w z br ch cl cr dr fl gr pl pr sh sl sp st th tr'.split(' ');
const VOWELS = 'a a a e e e i i o o o u u ai ea ee oo ou'.split(' ');
const CODAS = ['', '', '', '', ...'n n r r l t s m d k p x nd nt rk st'.split(' ')];

/** The same vowels with accents, as in loanwords. */
const ACCENTS: Readonly<Record<string, string>> = { a: 'à', e: 'é', o: 'ö', u: 'ü' };
const ACCENTED_SHARE = 0.01;

/** Makes different pronounceable words of one to four syllables; short ones tend to come first. */
export function vocabulary(size: number, random: Seeded): string[] {
  const words = new Set<string>();
  while (words.size < size) {
    // Frequent words are short, as in any language.
    const longest = 2 + Math.floor((3 * words.size) / size);
    const word = wordOf(1 + random.integer(longest), random);
    if (word.length > 2) words.add(random.uniform() < ACCENTED_SHARE ? accented(word) : word);
  }
  return [...words];
}

function wordOf(syllables: number, random: Seeded): string {
  let word = '';
  for (let count = 0; count < syllables; count++) {
    word += pick(ONSETS, random) + pick(VOWELS, random);
    // Inside of a word the consonants would pile up.
    if (count === syllables - 1) word += pick(CODAS, random);
  }
  return word;
}

function accented(word: string): string {
  return word.replace(/[aeou]/, (vowel) => ACCENTS[vowel] ?? vowel);
}

function pick(items: readonly string[], random: Seeded): string {
  return items[random.integer(items.length)] as string;
}
