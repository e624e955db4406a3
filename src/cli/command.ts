import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usageError.ts';

/** The flags of a command, as `parseArgs` of node:util describes them. */
type Flags = NonNullable<ParseArgsConfig['options']>;

/** 0 if all is well, 1 if a problem was found in what was read. */
export type ExitCode = 0 | 1;

export interface Command {
  /** What `--help` prints. */
  readonly help: string;
  /**
   * @param argv what stands behind the command's name.
   * @throws UsageError if the arguments are not those of the help; Error if it cannot be done.
   */
  run(argv: readonly string[]): Promise<ExitCode>;
}

interface Definition<Options extends Flags> {
  /** Begins with the usage; `--help` is added. */
  readonly help: string;
  readonly options: Options;
  run(path: string, values: Values<Options>): ExitCode | Promise<ExitCode>;
}

type Values<Options extends Flags> = ReturnType<
  typeof parseArgs<{ options: Options; strict: true }>
>['values'];

/** A command for the store at one path. Its arguments are read strictly. */
export function command<const Options extends Flags>(definition: Definition<Options>): Command {
  const { help, options } = definition;
  return {
    help,
    async run(argv) {
      if (asksForHelp(argv)) {
        process.stdout.write(help);
        return 0;
      }
      const { values, positionals, tokens } = parse(argv, options);
      const seen = new Set<string>();
      for (const token of tokens) {
        if (token.kind !== 'option') continue;
        if (seen.has(token.name)) {
          throw new UsageError(`--${token.name}: expected it once, got it twice`);
        }
        seen.add(token.name);
      }
      const [path = '', ...more] = positionals;
      if (path === '') throw new UsageError('expected the path of a store, got nothing');
      if (more.length > 0) {
        const given = positionals.map((given) => JSON.stringify(given)).join(' ');
        throw new UsageError(`expected one path, got ${given}`);
      }
      return await definition.run(path, values);
    },
  };
}

/** Is there a flag for help before whatever is no flag of ours? */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  return flags.includes('--help') || flags.includes('-h');
}

function parse<const Options extends Flags>(argv: readonly string[], options: Options) {
  try {
    return parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
  } catch (error) {
    // Some of its messages have several lines.
    throw new UsageError((error as Error).message.replaceAll(/\s*\n\s*/g, ' '));
  }
}
