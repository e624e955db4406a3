import { RECORDS, type RecordTable } from '../schema/table.ts';
import { print } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { type Row, textTable } from '../terminal/textTable.ts';
import { auditSnapshot } from './audit/auditSnapshot.ts';
import { type Command, command } from './command.ts';
import { withSnapshot } from './withSnapshot.ts';

/** @param records every kind of record that may be in the store. */
export function auditCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart audit PATH [options]

Reads the whole store and prints a sentence for each problem. Recomputes the stock and the holds from
all orders, compares the total of each order with its lines, and checks that every record can be read
and fits the others. Works while a shop has the store open, and changes nothing. Takes time in
proportion to the size of the store.

  --no-payment-timeout   for a store with an order chart of your own whose pending orders wait for
                         ever; otherwise each pending order has to have a timer
  --help                 print this and do nothing
Exit code 1 says that there are problems.
`,
    options: { 'no-payment-timeout': { type: 'boolean' } },
    run(path, { 'no-payment-timeout': isWithoutTimeout = false }) {
      return withSnapshot({ path, records }, (snapshot, head) => {
        let problems = 0;
        const checked = auditSnapshot(snapshot, {
          head,
          records,
          hasTimeout: !isWithoutTimeout,
          report(problem) {
            problems++;
            print(`${oneLine(problem)}\n`);
          },
        });
        if (problems > 0) return 1;
        const rows = Object.entries(checked).map(([what, count]): Row => [`  ${what}`, count]);
        print(`no problems in\n${textTable(rows)}`);
        return 0;
      });
    },
  });
}
