import { UsageError } from './usageError.ts';

/**
 * Runs a command of this package with the arguments of the process. The process ends with what
 * `main` answers, with 2 on a {@link UsageError} and with 1 on any other error, either of which is
 * printed on one line of stderr behind the name of the command.
 *
 * @param main gets the arguments and answers the exit code.
 */
export async function runCommand(
  name: string,
  main: (argv: readonly string[]) => number | Promise<number>,
): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const hint = isUsage ? ' (see --help)' : '';
    process.stderr.write(
      `${name}: ${error instanceof Error ? error.message : String(error)}${hint}\n`,
    );
    process.exitCode = isUsage ? 2 : 1;
  }
}
