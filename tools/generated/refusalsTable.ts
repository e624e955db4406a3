import type { COMMANDS } from '../../src/commands/table.ts';

/** What each command can be refused with, beside what every command can. */
export function refusalsTable(commands: typeof COMMANDS): string {
  const rows = commands.map(({ type, refusals }) => {
    const codes = refusals.map((code) => `\`${code}\``).join(', ');
    return `| \`${type}\` | ${codes === '' ? '–' : codes} |`;
  });
  return ['| command | refused with |', '| --- | --- |', ...rows].join('\n');
}
