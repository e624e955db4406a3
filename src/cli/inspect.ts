import { systemClock } from '../runtime/clock.ts';
import { RECORDS, type RecordTable } from '../schema/table.ts';
import { print } from '../terminal/output.ts';
import { type Command, command } from './command.ts';
import { contentsText } from './inspect/contentsText.ts';
import { summarize } from './inspect/summarize.ts';
import { withSnapshot } from './withSnapshot.ts';

/** @param records every kind of record that may be in the store. */
export function inspectCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart inspect PATH [options]

Shows what is in the store: carts and orders by state, stock, facts, the positions of consumers, and
the timers that wait. Overdue timers run when a shop opens the store. Works while a shop has the
store open, and changes nothing.

  --json   print one line of JSON, with times in epoch milliseconds
  --help   print this and do nothing
`,
    options: { json: { type: 'boolean' } },
    run(path, { json = false }) {
      return withSnapshot({ path, records }, (snapshot, head) => {
        const contents = summarize(snapshot, { head, records, now: systemClock().now() });
        const text = json
          ? `${JSON.stringify({ path, ...contents })}\n`
          : contentsText(path, contents);
        print(text);
        return 0;
      });
    },
  });
}
