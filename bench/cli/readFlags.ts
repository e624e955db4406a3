import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usageError.ts';

/** The flags that a command takes, as `parseArgs` of node:util describes them. */
export type Flags = NonNullable<ParseArgsConfig['options']>;

/** What was given: values by flag, and the arguments without one. */
export interface Given<Options extends Flags> {
  readonly values: ReturnType<typeof parseArgs<{ options: Options; strict: true }>>['values'];
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
