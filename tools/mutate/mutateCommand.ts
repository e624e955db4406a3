import { resolve } from 'node:path';
import { startProgress } from '../../src/terminal/progress.ts';
import type { Command, ExitCode } from '../../src/terminal/runCommand.ts';
import { MIN_KILL_RATE } from './limits.ts';
import { HELP, type MutateArguments, readArguments } from './readArguments.ts';
import { killRateOf, lineText, listText, resultText } from './resultText.ts';
import { runFaults } from './runFaults.ts';

/** This file runs compiled, from dist/tools/mutate. */
const ROOT = resolve(import.meta.dirname, '../../..');

/** The command `npm run mutate`; {@link HELP} says what it does. */
export const mutateCommand: Command<MutateArguments> = {
  name: 'mutate',
  help: HELP,
  readArguments,
  async run({ faults, isList, isJson }): Promise<ExitCode> {
    const write = (text: string) => void process.stdout.write(text);
    if (isList) {
      write(isJson ? `${JSON.stringify(faults, undefined, 2)}\n` : listText(faults));
      return 0;
    }
    // An exit removes the copy and ends the tests that are running.
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => process.exit(1));
    const progress = startProgress({ label: 'faults', unit: 'faults', total: faults.length });
    let done = 0;
    try {
      const results = await runFaults({
        root: ROOT,
        faults,
        onResult(result) {
          progress.update(++done);
          if (!isJson) write(lineText(result));
        },
      });
      const killRate = killRateOf(results);
      write(
        isJson
          ? `${JSON.stringify({ killRate, results }, undefined, 2)}\n`
          : `\n${resultText(results)}`,
      );
      const isKnown = results.every(({ outcome }) => outcome.kind !== 'invalid');
      return isKnown && killRate >= MIN_KILL_RATE ? 0 : 1;
    } finally {
      progress.stop();
    }
  },
};
