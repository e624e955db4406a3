import { type ParseArgsConfig, parseArgs } from 'node:util';
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
    // Some of its messages have several lines.
    throw new UsageError((error as Error).message.replaceAll(/\s*\n\s*/g, ' '));
  }
}
