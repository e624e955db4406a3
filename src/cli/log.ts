import { RECORDS, type RecordTable } from '../schema/table.ts';
import type { LoggedTurn, LogTurns } from '../store/disk/copies/readTurns.ts';
import { printAll, printError } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { UsageError } from '../terminal/usageError.ts';
import { assertLog } from './assertLog.ts';
import { type Command, command } from './command.ts';
import { entryValue } from './entryLine.ts';
import { loadLmdb } from './loadLmdb.ts';
import { readTurn } from './readTurn.ts';

/** @param records every kind of record that may be in the store. */
export function logCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart log PATH [options]

Prints the log of a store: a line for each turn with its number, then a line for each of its changes:
put or delete, the key, and for a put the value. Begins with the oldest turn that the log still has.
Reads the log alone, so it works while a shop has the store open, on a backup, and on a store whose
checkpoint is missing. Changes nothing.

  --from TURN    begin with this turn
  --until TURN   end with this turn
  --json         print one line of JSON for each turn
  --help         print this and do nothing
Exit code 1 says that a part of the log is damaged or missing; what can be read is printed.
`,
    options: {
      from: { type: 'string' },
      until: { type: 'string' },
      json: { type: 'boolean' },
    },
    async run(path, { from: givenFrom, until: givenUntil, json = false }) {
      const from = givenFrom === undefined ? undefined : readTurn('--from', givenFrom);
      const until =
        givenUntil === undefined ? Number.POSITIVE_INFINITY : readTurn('--until', givenUntil);
      if (from !== undefined && from > until) {
        throw new UsageError(`--until: expected a turn from ${from} on, got ${until}`);
      }
      await assertLog(path);
      const { LogTurns } = await loadLmdb();
      const problems: string[] = [];
      const onDamage = (problem: string) => problems.push(problem);
      const turns = new LogTurns({ path, forms: records, onDamage });
      try {
        refuseRemoved(turns, { from, until });
        await printAll(linesOf(turns.read({ from: from ?? 1, until }), { records, json }));
      } finally {
        turns.close();
      }
      for (const problem of problems) printError(`statecart log: ${oneLine(problem)}\n`);
      return problems.length > 0 ? 1 : 0;
    },
  });
}

function refuseRemoved(
  { oldest }: LogTurns,
  { from, until }: { readonly from: number | undefined; readonly until: number },
): void {
  if (oldest === undefined) return;
  const expected = `expected a turn from ${oldest} on, which is the oldest that the log has`;
  if (from !== undefined && from < oldest) {
    throw new UsageError(`--from: ${expected}, got ${from}`);
  }
  if (until < oldest) throw new UsageError(`--until: ${expected}, got ${until}`);
}

interface Form {
  readonly records: RecordTable;
  readonly json: boolean;
}

function* linesOf(turns: Iterable<LoggedTurn>, form: Form): Generator<string> {
  for (const turn of turns) {
    if (form.json) yield jsonLine(turn, form);
    else yield* textLines(turn, form);
  }
}

function jsonLine({ number, changes }: LoggedTurn, { records }: Form): string {
  const shown = changes.map(({ op, key, text }) =>
    op === 'delete' ? { op, key } : { op, ...entryValue({ key, text: text() }, records) },
  );
  return `${JSON.stringify({ turn: number, changes: shown })}\n`;
}

function* textLines({ number, changes }: LoggedTurn, { records }: Form): Generator<string> {
  yield `turn ${number}\n`;
  for (const { op, key, text } of changes) {
    const shown = [op, JSON.stringify(key)];
    if (op === 'put') {
      const entry = entryValue({ key, text: text() }, records);
      shown.push(JSON.stringify('value' in entry ? entry.value : entry.text));
    }
    yield `  ${oneLine(shown.join(' '))}\n`;
  }
}
