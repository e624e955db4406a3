import { readFileSync } from 'node:fs';
import { meantWord } from '../base/closestWord.ts';
import { print } from '../terminal/output.ts';
import { asksForHelp } from '../terminal/readFlags.ts';
import { runMain } from '../terminal/runCommand.ts';
import { UsageError } from '../terminal/usageError.ts';
import type { Command } from './command.ts';
import { explainFailedImport } from './explainFailedImport.ts';

const HELP = `Usage: statecart <command> PATH [options]
       statecart diagram CHART [options]

Inspects, checks, copies, restores and compacts the store of a shop at a path: one with a log
(statecart/disk), or one of statecart/lmdb. Draws charts.

  inspect PATH   shows what is in it: carts, orders, stock, timers, consumers of facts
  audit PATH     recomputes the stock from all orders, and checks every record
  check PATH     compares its carts and orders with the charts of a deployment
  export PATH    writes it to stdout as lines of JSON
  import PATH    makes a store from such lines on stdin
  compact PATH   frees the disk space that the store does not need
  watch PATH     serves a page that shows it: charts, carts and orders by state, stock
  watch URL      shows the live page of a shop that serves it

For a store with a log:
  log PATH       prints the changes of each turn
  backup PATH    copies it into a folder, also while a shop sells
  restore DIR    makes a store from a backup, as of its last turn or another one
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

/** For those who call the tool to see what it is. */
const OVERVIEW = `The tool for the store of a shop, and for its charts: npx statecart <command> ...
  look into a store    inspect, audit, log, watch, export   npx statecart inspect ./shop-data
  before a deployment  check, diagram                       npx statecart check ./shop-data
  copy a store         backup, restore, import              npx statecart backup ./shop-data --to copy
  mend a store         rebuild, compact
All commands: npx statecart --help. One of them: npx statecart inspect --help.
`;

/** A command is loaded when it is called: the others need packages that it does not. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  inspect: async () => (await import('./inspect.ts')).inspectCommand(),
  audit: async () => (await import('./audit.ts')).auditCommand(),
  check: async () => (await import('./check.ts')).checkCommand(),
  export: async () => (await import('./export.ts')).exportCommand(),
  import: async () => (await import('./import.ts')).importCommand(),
  compact: async () => (await import('./compact.ts')).compact,
  watch: async () => (await import('./watch.ts')).watchCommand,
  log: async () => (await import('./log.ts')).logCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./restore.ts')).restoreCommand(),
  rebuild: async () => (await import('./rebuild.ts')).rebuildCommand(),
  diagram: async () => (await import('./diagram.ts')).diagramCommand,
};

/**
 * Runs the command that the arguments name. The process ends with its exit code.
 *
 * @param argv without the paths of Node.js and of this program.
 */
export async function runTool([name = '', ...argv]: readonly string[]): Promise<void> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  await runMain(
    load === undefined ? 'statecart' : `statecart ${name}`,
    async () => (load === undefined ? withoutCommand(name, argv) : (await loaded(load)).run(argv)),
    { failureCode: 2 },
  );
}

async function loaded(load: () => Promise<Command>): Promise<Command> {
  try {
    return await load();
  } catch (error) {
    throw new Error(explainFailedImport(error), { cause: error });
  }
}

function withoutCommand(name: string, argv: readonly string[]): 0 {
  if (name === '') print(OVERVIEW);
  else if (name === 'help' || asksForHelp([name, ...argv])) print(HELP);
  else if (name === '--version' || name === '-v') print(`${version()}\n`);
  else {
    const names = Object.keys(COMMANDS);
    const got = `${JSON.stringify(name)}${meantWord(name, names)}`;
    throw new UsageError(`expected a command (${names.join(', ')}), got ${got}`);
  }
  return 0;
}

function version(): string {
  // From dist/src/cli, where this file is when it runs.
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
