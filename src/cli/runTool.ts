import { readFileSync } from 'node:fs';
import { print } from '../terminal/output.ts';
import { asksForHelp } from '../terminal/readFlags.ts';
import { runMain } from '../terminal/runCommand.ts';
import { UsageError } from '../terminal/usageError.ts';
import { auditCommand } from './audit.ts';
import { backupCommand } from './backup.ts';
import { checkCommand } from './check.ts';
import type { Command } from './command.ts';
import { compact } from './compact.ts';
import { diagramCommand } from './diagram.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { inspectCommand } from './inspect.ts';
import { logCommand } from './log.ts';
import { rebuildCommand } from './rebuild.ts';
import { restoreCommand } from './restore.ts';
import { watchCommand } from './watch.ts';

const HELP = `Usage: statecart <command> PATH [options]
       statecart diagram CHART [options]

Inspects, checks, copies, restores and compacts the store of a shop at a path: one with a log
(statecart/disk), or one of statecart/lmdb. Draws charts.

  inspect PATH   shows what is in it: carts, orders, stock, timers, consumers of facts
  audit PATH     recomputes the stock from all orders, and checks every record
  check PATH     says what the charts of a deployment would meet in it
  export PATH    writes it to stdout as lines of JSON
  import PATH    makes a store from such lines on stdin
  compact PATH   frees the disk space that the store does not need
  watch PATH     serves a page that shows it: charts, carts and orders by state, stock
  watch URL      shows the live page of a shop that serves it

For a store with a log:
  log PATH       prints the changes of each turn
  backup PATH    copies it into a folder, also while a shop sells
  restore DIR    makes a store of a backup, as of any turn after it
  rebuild PATH   makes its checkpoint again from the log

Without a store:
  diagram CHART  draws the chart of carts, orders, ... or one of yours as Mermaid, DOT or SVG

  --help         print this, or after a command the help of the command, and do nothing
  --version      print the version and do nothing

inspect, audit, check, export, watch, log and backup change nothing in the store, and work while a shop has
it open.
Exit code: 0 if all is well, 1 if a problem was found in what was read, 2 if an argument is wrong or
the command failed.
`;

const COMMANDS: Readonly<Record<string, Command>> = {
  inspect: inspectCommand(),
  audit: auditCommand(),
  check: checkCommand(),
  export: exportCommand(),
  import: importCommand(),
  compact,
  watch: watchCommand,
  log: logCommand(),
  backup: backupCommand(),
  restore: restoreCommand(),
  rebuild: rebuildCommand(),
  diagram: diagramCommand,
};

/**
 * Runs the command that the arguments name. The process ends with its exit code.
 *
 * @param argv without the paths of Node.js and of this program.
 */
export async function runTool([name = '', ...argv]: readonly string[]): Promise<void> {
  const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  await runMain(
    found === undefined ? 'statecart' : `statecart ${name}`,
    () => (found === undefined ? withoutCommand(name, argv) : found.run(argv)),
    { failureCode: 2 },
  );
}

function withoutCommand(name: string, argv: readonly string[]): 0 {
  if (asksForHelp([name, ...argv])) print(HELP);
  else if (name === '--version' || name === '-v') print(`${version()}\n`);
  else {
    const given = name === '' ? 'nothing' : JSON.stringify(name);
    throw new UsageError(`expected a command (${Object.keys(COMMANDS).join(', ')}), got ${given}`);
  }
  return 0;
}

function version(): string {
  // From dist/src/cli, where this file is when it runs.
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
