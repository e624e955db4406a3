/** Flags of every command that writes a result. */
export const RESULT_FLAGS = ['out', 'record'] as const;

/** Misuse of every command that writes a result: a case, its arguments, a part of the message. */
export const RESULT_MISUSE = [
  ['an --out that is a file', ['--out', 'package.json'], '--out'],
  ['an empty --out', ['--out='], '--out'],
  ['--out and --record', ['--out', 'dist/results', '--record'], '--record'],
  ['an unknown flag', ['--fast'], '--fast'],
] as const;
