import { type ParseArgsConfig, parseArgs } from 'node:util';
import { closestWord } from '../base/closestWord.ts';
import { UsageError } from './usageError.ts';

/** The flags that a command takes, as `parseArgs` of node:util describes them. */
export type Flags = NonNullable<ParseArgsConfig['options']>;

/** The values of flags, by name. */
export type FlagValues<Options extends Flags> = ReturnType<
  typeof parseArgs<{ options: Options; strict: true }>
>['values'];

/** What was given: values by flag, and the arguments without one. */
export interface Given<Options extends Flags> {
  readonly values: FlagValues<Options>;
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments of a command strictly.
 *
 * @throws UsageError of one line on an unknown flag, a flag without its value, a flag given twice,
 * and on arguments without a flag unless `allowPositionals`.
 */
export function readFlags<const Options extends Flags>(
  argv: readonly string[],
  options: Options,
  { allowPositionals = false }: { readonly allowPositionals?: boolean } = {},
): Given<Options> {
  const { values, positionals, tokens } = parse(argv, options, allowPositionals);
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (seen.has(token.name) && options[token.name]?.multiple !== true) {
      throw new UsageError(`--${token.name}: expected it once, got it twice`);
    }
    seen.add(token.name);
  }
  return { values, positionals };
}

/**
 * True when the arguments contain `--help` or `-h`. The answer does not depend on the other
 * arguments: help is there for those whose arguments are wrong.
 */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  return flags.includes('--help') || flags.includes('-h');
}

function parse<const Options extends Flags>(
  argv: readonly string[],
  options: Options,
  allowPositionals: boolean,
) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals, strict: true, tokens: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw unknownFlag(message, Object.keys(options));
    // Some of its messages have several lines.
    throw new UsageError(message.replaceAll(/\s*\n\s*/g, ' '));
  }
}

/** @param message that of `parseArgs`: `Unknown option '--jsn'`, and how to give an argument that begins with a dash. */
function unknownFlag(message: string, names: readonly string[]): UsageError {
  const [option = '', name = ''] = /^Unknown option '-+([^']*)'/.exec(message) ?? [];
  const meant = closestWord(name, names);
  const expected = [...names, 'help'].map((known) => `--${known}`).join(', ');
  return new UsageError(
    `${option}: ${meant === undefined ? `expected one of ${expected}` : `did you mean --${meant}?`}`,
  );
}
