import { describe, expect, test, vi } from 'vitest';
import { type Command, runCommand } from '../../../src/terminal/runCommand.ts';

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, which takes milliseconds where a process of its own takes 300. */
export async function runHere<Arguments>(
  command: Command<Arguments>,
  argv: readonly string[],
): Promise<Ended> {
  const before = process.exitCode;
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += text;
      return true;
    }),
  );
  try {
    process.exitCode = undefined;
    await runCommand(command, argv);
    return { status: process.exitCode, ...printed };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

/**
 * Tests what every command line has to do.
 *
 * @param flags all flags of the command, without dashes.
 * @param misuse a case, its arguments, and a part of the message that they lead to.
 */
export function describeCommandLine<Arguments>(
  command: Command<Arguments>,
  {
    flags,
    misuse,
  }: {
    readonly flags: readonly string[];
    readonly misuse: readonly (readonly [string, readonly string[], string])[];
  },
): void {
  describe('the command line', () => {
    test('--help explains every flag, runs nothing, and ends with exit code 0', async () => {
      const { stdout, ...ended } = await runHere(command, ['--help', '--nonsense']);
      expect(ended).toEqual({ status: 0, stderr: '' });
      expect(stdout).toBe(command.help);
      expect(stdout).toMatch(/^Usage: npm run \S+ -- /);
      const explained = [...stdout.matchAll(/^ {2}--([a-z-]+) /gm)].map(([, flag]) => flag);
      expect(explained.sort()).toEqual([...flags, 'help'].sort());
      expect(stdout).toContain('Exit code');
      expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    });

    test.each(misuse)('%s: one line on stderr, no run, exit code 2', async (_case, argv, words) => {
      const { stderr, ...ended } = await runHere(command, argv);
      expect(stderr).toMatch(/^.+ \(see --help\)\n$/);
      expect(stderr.startsWith(`${command.name}: `)).toBe(true);
      expect(stderr).toContain(words);
      expect(ended).toEqual({ status: 2, stdout: '' });
    });
  });
}
