import leven from 'leven';

/** The longest word that is compared: names of options and commands are shorter, and the time grows with the square. */
const MAX_LENGTH = 64;

/** A shorter beginning is that of too many words. */
const MIN_BEGINNING = 3;

/**
 * The known word that a misspelt one stands for: one that differs in at most a third of its letters, whatever
 * their case, or of which the one is the beginning of the other. Undefined if no word is that close.
 */
export function closestWord(given: string, known: readonly string[]): string | undefined {
  if (given.length > MAX_LENGTH) return undefined;
  let closest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const word of known) {
    const distance = distanceOf(given.toLowerCase(), word.toLowerCase());
    if (distance > Math.max(given.length, word.length) / 3 || distance >= least) continue;
    [closest, least] = [word, distance];
  }
  return closest;
}

function distanceOf(a: string, b: string): number {
  if (a === b) return 0;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= MIN_BEGINNING && long.startsWith(short) ? 1 : leven(a, b);
}
