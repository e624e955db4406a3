import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What `npx statecart <command> --help` prints, as a block of code below the command line. */
export function commandHelp(root: string, command: string): string {
  const commandLine = ['npx statecart', command, '--help'].filter((word) => word !== '').join(' ');
  const help = runTool(root, [...(command === '' ? [] : [command]), '--help']);
  return `\`\`\`sh\n${commandLine}\n\`\`\`\n\n\`\`\`text\n${help}\`\`\``;
}

/** The built command-line tool with these arguments. @returns what it prints. */
function runTool(root: string, argv: readonly string[]): string {
  const tool = join(root, 'dist/src/cli/statecart.js');
  return execFileSync(process.execPath, [tool, ...argv], { encoding: 'utf8' });
}
