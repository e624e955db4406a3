import { inspect, isDeepStrictEqual } from 'node:util';
import { ArgumentError } from '../../../src/index.ts';
import { picture, type Stage } from './stage.ts';

/** One argument of one command or read, and what it must refuse. */
export interface Misuse {
  /** How the call is written, with the argument under attack as `…`. */
  readonly call: string;
  /** What the message must name. */
  readonly argument: string;
  /** The types of good values: a bad value of such a type is out of range, any other a wrong type. */
  readonly type: 'string' | 'number' | 'boolean' | 'object' | 'function' | 'number or string';
  readonly bad: readonly unknown[];
  readonly run: (stage: Stage, bad: never) => unknown;
  /** The member `given` of the error: the bad value itself when left out. */
  readonly given?: (bad: never) => unknown;
  /** Reads throw; commands must reject and never throw. */
  readonly sync?: boolean;
}

const NO_STRINGS: readonly unknown[] = [
  null,
  true,
  5,
  Number.NaN,
  [],
  ['mug'],
  {},
  () => 'mug',
  Symbol('mug'),
  10n,
];
const NO_NUMBERS: readonly unknown[] = [
  null,
  true,
  '1',
  '',
  [],
  [1],
  {},
  { valueOf: () => 1 },
  () => 1,
  Symbol('1'),
  1n,
];
const NO_COUNTS = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  -Number.MAX_SAFE_INTEGER,
  1.5,
  Number.MIN_VALUE,
  2 ** 53,
  1e308,
];
const LONG = 'x'.repeat(1_000_000);

export const badIds = [undefined, ...NO_STRINGS, new String('mug'), '', 'x'.repeat(257), LONG];
export const badTexts = [undefined, ...NO_STRINGS, '', 'x'.repeat(100_001), LONG];
export const badOptionalTexts = [...NO_STRINGS, '', 'x'.repeat(100_001), LONG];
export const badTextsMayBeEmpty = [...NO_STRINGS, 'x'.repeat(100_001), LONG];
export const badOptionalIds = [...NO_STRINGS, '', 'x'.repeat(257), LONG];
/** Null takes an optional member back. */
export const badTextsOrNull = badTextsMayBeEmpty.filter((bad) => bad !== null);
export const badQuantities = [undefined, ...NO_NUMBERS, ...NO_COUNTS, 0, -0];
export const badOptionalQuantities = [...NO_NUMBERS, ...NO_COUNTS, 0, -0];
export const badQuantitiesOrNull = badOptionalQuantities.filter((bad) => bad !== null);
export const badCounts = [undefined, ...NO_NUMBERS, ...NO_COUNTS];
export const badOptionalCounts = [...NO_NUMBERS, ...NO_COUNTS];
export const badBooleans = [null, 0, 1, 'true', '', [], {}, () => true, Symbol('yes'), 1n];
export const badObjects = [null, true, 5, 'x', '', [], [{}], () => ({}), Symbol('x'), 1n];
export const badFunctions = [null, true, 5, 'x', '', [], {}, Symbol('x'), 1n];

/**
 * Passes every bad value and returns one line for each that was not refused as it should be. It should throw an error of the right
 * kind, which names the argument, what was expected and what came, and leave the shop exactly as it was.
 */
export async function complaints(stage: Stage, misuse: Misuse): Promise<string[]> {
  const found: string[] = [];
  for (const bad of misuse.bad) {
    const complain = (text: string) => found.push(`${short(bad)}: ${text}`);
    const before = picture(stage);
    const outcome = await attempt(() => misuse.run(stage, bad as never));
    if (outcome.how === 'answered') complain(`was taken: ${short(outcome.value)}`);
    else {
      if (outcome.how === 'threw' && misuse.sync !== true) complain('threw instead of rejecting');
      if (outcome.how === 'rejected' && misuse.sync) complain('rejected instead of throwing');
      for (const text of flaws(outcome.value, misuse, bad)) complain(text);
    }
    if (!isDeepStrictEqual(picture(stage), before)) complain('changed the shop');
  }
  return found;
}

function flaws(error: unknown, misuse: Misuse, bad: unknown): string[] {
  const { argument, type } = misuse;
  const Expected = type.includes(typeof bad) && isPlain(bad) ? RangeError : TypeError;
  if (!(error instanceof Expected)) return [`got ${String(error)}, not a ${Expected.name}`];
  const { message } = error;
  const [name = '', rest = ''] = message.split(': expected ');
  if (name !== argument) return [`the message does not name ${argument}: ${message.slice(0, 200)}`];
  if (!/.+[,;] got .+/s.test(rest)) return [`the message does not say what came: ${message}`];
  if (message.length > 500) return [`the message has ${message.length} characters`];
  return memberFlaws(error, misuse, bad);
}

/** What is wrong with the members by which a program recognizes misuse. */
function memberFlaws(
  error: Error,
  { argument, given = (it) => it }: Misuse,
  bad: unknown,
): string[] {
  if (!(error instanceof ArgumentError)) return [`is no ArgumentError: ${error.message}`];
  const found: string[] = [];
  const { code, expected } = error;
  if (code !== 'ERR_STATECART_ARGUMENT') found.push(`has the code ${code}`);
  if (error.argument !== argument) found.push(`has the argument ${error.argument}`);
  if (expected === '' || !error.message.startsWith(`${argument}: expected ${expected}`)) {
    found.push(`expected ${expected}, and says: ${error.message}`);
  }
  const value = given(bad as never);
  // A list is compared by its elements, since a function that takes any number of arguments makes it.
  if (!Object.is(error.given, value) && !isDeepStrictEqual(error.given, value)) {
    found.push(`was given ${short(error.given)}, not ${short(value)}`);
  }
  return found;
}

/** For `type: 'object'`: null and arrays are wrong types, not objects out of range. */
function isPlain(value: unknown): boolean {
  return typeof value !== 'object';
}

type Outcome = { readonly how: 'answered' | 'threw' | 'rejected'; readonly value: unknown };

async function attempt(run: () => unknown): Promise<Outcome> {
  let result: unknown;
  try {
    result = run();
  } catch (value) {
    return { how: 'threw', value };
  }
  try {
    return { how: 'answered', value: await result };
  } catch (value) {
    return { how: 'rejected', value };
  }
}

function short(value: unknown): string {
  return inspect(value, { depth: 1, maxStringLength: 20, breakLength: Number.POSITIVE_INFINITY });
}
