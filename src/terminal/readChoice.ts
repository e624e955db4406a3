import { UsageError } from './usageError.ts';

/**
 * Reads the one of several words that was given for a flag.
 *
 * @param flag with its dashes: `--store`.
 * @throws UsageError if it is none of them.
 */
export function readChoice<const Choice extends string>(
  flag: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((word) => word === text);
  if (choice !== undefined) return choice;
  const expected = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  throw new UsageError(`${flag}: expected ${expected}, got ${JSON.stringify(text)}`);
}

/**
 * Reads words with commas between them.
 *
 * @returns the words in the order of the choices, each one once.
 * @throws UsageError if one of them is no choice.
 */
export function readChoices<const Choice extends string>(
  flag: string,
  text: string,
  choices: readonly Choice[],
): Choice[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !choices.includes(word as Choice));
  if (unknown !== undefined) {
    const expected = choices.join(', ');
    throw new UsageError(`${flag}: expected names of ${expected}; got ${JSON.stringify(unknown)}`);
  }
  return choices.filter((choice) => words.includes(choice));
}
