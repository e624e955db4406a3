import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/terminal/runCommand.ts';
import { UsageError } from '../../../src/terminal/usageError.ts';
import { runHere } from './commandLine.ts';

/** A command that does what its first argument says. */
const command: Command<string> = {
  name: 'sample',
  help: 'Usage: sample WORD\n',
  readArguments([word]) {
    if (word === undefined) throw new UsageError('expected a WORD, got nothing');
    return word;
  },
  async run(word) {
    if (word === 'fail') throw new Error('no disk\n  at all');
    process.stdout.write(`${word}\n`);
    return word === 'problem' ? 1 : 0;
  },
};

describe('a command', () => {
  test.each([
    ['well', 0],
    ['problem', 1],
  ])('that says %s ends with the exit code that it returns', async (word, status) => {
    expect(await runHere(command, [word])).toEqual({ status, stdout: `${word}\n`, stderr: '' });
  });

  test('that fails ends with 1 and its error on one line', async () => {
    const stderr = 'sample: no disk at all\n';
    expect(await runHere(command, ['fail'])).toEqual({ status: 1, stdout: '', stderr });
  });

  test('with wrong arguments ends with 2, and says where to read about them', async () => {
    const stderr = 'sample: expected a WORD, got nothing (see --help)\n';
    expect(await runHere(command, [])).toEqual({ status: 2, stdout: '', stderr });
  });

  test.each([[['--help']], [['-h']], [['fail', '--help']], [['--nonsense', '-h']]])(
    'that is asked for help by %j prints it and does nothing else',
    async (argv) => {
      expect(await runHere(command, argv)).toEqual({ status: 0, stdout: command.help, stderr: '' });
    },
  );

  test('takes --help after -- for an argument', async () => {
    expect(await runHere(command, ['fail', '--', '--help'])).toMatchObject({ status: 1 });
  });
});
