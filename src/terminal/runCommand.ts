import { print, printError } from './output.ts';
import { asksForHelp } from './readFlags.ts';
import { UsageError } from './usageError.ts';

/** 0 if all is well, 1 if the command has found a problem; others have a meaning of their own. */
export type ExitCode = number;

/** A program of one command. */
export interface Command<Arguments> {
  /** What its error messages begin with: `sale`. */
  readonly name: string;
  /** What `--help` prints: the usage, every flag, and the exit codes. */
  readonly help: string;
  /** @throws UsageError if the arguments are not those of the help. */
  readonly readArguments: (argv: readonly string[]) => Arguments;
  readonly run: (given: Arguments) => ExitCode | Promise<ExitCode>;
}

/** Runs a command with its arguments, or prints its help if they ask for it. */
export function runCommand<Arguments>(
  command: Command<Arguments>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  return runMain(command.name, async () => {
    if (asksForHelp(argv)) {
      print(command.help);
      return 0;
    }
    return await command.run(command.readArguments(argv));
  });
}

/**
 * Runs the main function of a process, which ends with the exit code that the function returns. An
 * error ends it with 2 if it is a {@link UsageError}, otherwise with `failureCode`, and is printed
 * on one line of stderr after the name of the command.
 */
export async function runMain(
  name: string,
  main: () => ExitCode | Promise<ExitCode>,
  { failureCode = 1 }: { readonly failureCode?: ExitCode } = {},
): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const message = error instanceof Error ? error.message : String(error);
    const hint = isUsage ? ' (see --help)' : '';
    printError(`${name}: ${message.replaceAll(/\s*\n\s*/g, ' ')}${hint}\n`);
    process.exitCode = isUsage ? 2 : failureCode;
  }
}
