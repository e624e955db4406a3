import { print } from '../terminal/output.ts';
import { asksForHelp, type Flags, type FlagValues, readFlags } from '../terminal/readFlags.ts';
import { UsageError } from '../terminal/usageError.ts';

/** 0 if all is well, 1 if a problem was found in what was read. */
export type ExitCode = 0 | 1;

export interface Command {
  /** What `--help` prints. */
  readonly help: string;
  /**
   * @param argv the arguments after the command's name.
   * @throws UsageError if the arguments are not those of the help; Error if it cannot be done.
   */
  run(argv: readonly string[]): Promise<ExitCode>;
}

interface Definition<Options extends Flags> {
  /** Begins with the usage and has a line for `--help`. */
  readonly help: string;
  /** The flags besides `--help`. */
  readonly options: Options;
  run(path: string, values: FlagValues<Options>): ExitCode | Promise<ExitCode>;
}

/** A command for the store at one path. Its arguments are read strictly. */
export function command<const Options extends Flags>(definition: Definition<Options>): Command {
  const { help, options } = definition;
  return {
    help,
    async run(argv) {
      if (asksForHelp(argv)) {
        print(help);
        return 0;
      }
      const { values, positionals } = readFlags(argv, options, { allowPositionals: true });
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
