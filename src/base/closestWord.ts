import leven from 'leven';

/** The longest word that is compared: names of options and commands are shorter, and the time grows with the square. */
const MAX_LENGTH = 64;

/** A shorter beginning is that of too many words. */
const MIN_BEGINNING = 3;

/** Ends the message of an error with the word that was meant: ` (did you mean port?)`; empty if none is close. */
export function meantWord(given: string, known: readonly string[]): string {
  const meant = closestWord(given, known);
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

/**
 * The known word that a misspelt one stands for: one that differs in at most a third of its letters, whatever
 * their case, in two letters that have changed places, or of which the one is the beginning of the other.
 * Undefined if no word is that close.
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
  if (short.length >= MIN_BEGINNING && long.startsWith(short)) return 1;
  return hasTwoSwapped(a, b) ? 1 : leven(a, b);
}

/** True when two neighbouring letters have changed places: leven counts both. */
function hasTwoSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let first = 0;
  while (a[first] === b[first]) first++;
  const swapped = `${a.slice(0, first)}${a[first + 1]}${a[first]}${a.slice(first + 2)}`;
  return swapped === b;
}
