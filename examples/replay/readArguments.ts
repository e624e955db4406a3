import { type Flags, readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger } from '../../src/terminal/readNumber.ts';
import { readPath } from '../../src/terminal/readPath.ts';
import { UsageError } from '../../src/terminal/usageError.ts';

export const HELP = `Usage: npm run replay -- FILE [--stock N] [--json OUT]

Runs a real retailer's log through the engine, with a simulated clock: every invoice is a cart and a
checkout of one customer at its time, and an order that is shipped and delivered at once. FILE is
the CSV of the data set "Online Retail" (UCI Machine Learning Repository, doi 10.24432/C5BW33): all
of it, or any part that begins with the header line.

  --stock N   N units of every product at the start (as many as the log asks for)
  --json OUT  also write the summary to the file OUT, as JSON
  --help      print this and do nothing

How lines are counted:
  - Lines of an invoice with the same StockCode add up. The product takes the price of the line, in
    pence, rounded half up; of two prices in one invoice the last one counts for all its units.
  - A line without a CustomerID belongs to a guest of that invoice.
  - Invoices whose number begins with C are returns: skipped, and counted as invoices.
  - Lines of 0 units or fewer are corrections: skipped, and counted as lines.
  - Lines that cannot be read are malformed: reported by their number, skipped, counted as lines.
  - If any line of an invoice is refused, the whole invoice is given up and counted under that
    refusal.
Exit code: 0, or 1 if the audit of the shop finds a problem, or 2 if an argument, FILE or OUT is
wrong.
`;

const OPTIONS = {
  stock: { type: 'string' },
  json: { type: 'string' },
} as const satisfies Flags;

export interface ReplayArguments {
  readonly file: string;
  readonly stockPerSku?: number;
  readonly jsonPath?: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): ReplayArguments {
  const { values, positionals } = readFlags(argv, OPTIONS, { allowPositionals: true });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new UsageError(`expected one FILE, got ${positionals.length}`);
  }
  const { stock, json } = values;
  return {
    file,
    ...(stock !== undefined && {
      stockPerSku: readInteger('--stock', stock, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    }),
    ...(json !== undefined && { jsonPath: readPath('--json', json, 'file') }),
  };
}
