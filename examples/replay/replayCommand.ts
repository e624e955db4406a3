import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { print, printError } from '../../src/terminal/output.ts';
import { oneLine } from '../../src/terminal/printable.ts';
import { startProgress } from '../../src/terminal/progress.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { openShop } from './openShop.ts';
import { HELP, type ReplayArguments, readArguments } from './readArguments.ts';
import { type InvoiceLog, readInvoices } from './readInvoices.ts';
import { type ReplayTotals, replayInvoices } from './replayInvoices.ts';
import { exitCodeOf, type Summary, summarize, summaryText } from './summary.ts';

/** The command `npm run replay`; {@link HELP} says what it does. */
export const replayCommand: Command<ReplayArguments> = {
  name: 'replay',
  help: HELP,
  readArguments,
  async run({ file, stockPerSku, jsonPath }) {
    const log = readInvoices(readText(file));
    if (jsonPath !== undefined) checkOutput(jsonPath, file);
    for (const { line, problem } of log.malformed) {
      printError(`line ${line}: ${oneLine(problem)}\n`);
    }
    const summary = await replay(log, stockPerSku);
    print(summaryText(summary));
    if (jsonPath !== undefined) writeJson(jsonPath, summary);
    return exitCodeOf(summary);
  },
};

async function replay(log: InvoiceLog, stockPerSku: number | undefined): Promise<Summary> {
  const { shop, clock } = await openShop(log, stockPerSku);
  const progress = startProgress({
    label: 'replaying',
    total: log.invoices.length,
    unit: 'invoices',
  });
  let totals: ReplayTotals;
  try {
    const onProgress = (done: number) => progress.update(done);
    totals = await replayInvoices(log.invoices, { shop, clock, onProgress });
  } finally {
    progress.stop();
  }
  const audit = shop.audit();
  await shop.close();
  return summarize(log, totals, audit);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}

/** Opens the output file without changing it, so that a wrong path is found before the run. */
function checkOutput(jsonPath: string, file: string): void {
  try {
    closeSync(openSync(jsonPath, 'a'));
  } catch (error) {
    throw new UsageError(`cannot write ${jsonPath}: ${(error as Error).message}`);
  }
  const [input, output] = [statSync(file), statSync(jsonPath)];
  if (input.dev === output.dev && input.ino === output.ino) {
    throw new UsageError(`--json: expected another file than FILE, got ${jsonPath}`);
  }
}

function writeJson(jsonPath: string, summary: Summary): void {
  try {
    writeFileSync(jsonPath, `${JSON.stringify(summary, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`cannot write ${jsonPath}: ${(error as Error).message}`);
  }
}
