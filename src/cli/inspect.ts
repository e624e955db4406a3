import { systemClock } from '../runtime/clock.ts';
import { command } from './command.ts';
import { contentsText } from './inspect/contentsText.ts';
import { summarize } from './inspect/summarize.ts';
import { withSnapshot } from './withSnapshot.ts';

export const inspect = command({
  help: `Usage: statecart inspect PATH [options]

Shows what is in the store: carts and orders by state, stock, facts and who is behind with them, and
the timers that wait. Overdue ones run when a shop opens the store. Works while a shop has the store
open, and changes nothing.

  --json   print one line of JSON, with times in epoch milliseconds
  --help   print this and do nothing
`,
  options: { json: { type: 'boolean' } },
  run(path, { json = false }) {
    return withSnapshot(path, (snapshot, head) => {
      const contents = summarize(snapshot, head, systemClock().now());
      const text = json
        ? `${JSON.stringify({ path, ...contents })}\n`
        : contentsText(path, contents);
      process.stdout.write(text);
      return 0;
    });
  },
});
