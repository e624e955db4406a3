import { type CsvError, parse } from 'csv-parse/sync';
import { BATCH_LINES, MAX_RECORD_LINES } from './limits.ts';

export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

export interface CsvRecord {
  /** The number of its first line, counted from 1. */
  readonly line: number;
  /** As many as there are {@link COLUMNS}. */
  readonly fields: readonly string[];
}

/** A line that does not begin a record of eight columns. */
export interface BrokenRecord {
  readonly line: number;
  readonly problem: string;
  /** The first column, if it can be read. */
  readonly firstField: string | undefined;
}

/**
 * Reads the records of a CSV text in order, including its header. A record that cannot be parsed takes
 * one line, and reading goes on with the next line, so that a stray quote does not hide the rest.
 */
export function* readRecords(text: string): Generator<CsvRecord | BrokenRecord> {
  const lines = linesOf(text);
  for (let next = 0; next < lines.length; ) {
    const end = Math.min(next + BATCH_LINES, lines.length);
    const batch = readBatch(lines.slice(next, end));
    if (batch === undefined) {
      while (next < end) {
        const { record, lineCount } = readOne(lines, next);
        yield record;
        next += lineCount;
      }
      continue;
    }
    for (const fields of batch) {
      const line = next + 1;
      yield fields.length === COLUMNS.length ? { line, fields } : wrongColumns(line, fields);
      next += linesIn(fields);
    }
  }
}

function linesOf(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Reads all records of some lines at once, for speed; returns undefined if one of them has to be read by
 * itself. The result is that of {@link readOne} line by line.
 */
function readBatch(lines: readonly string[]): string[][] | undefined {
  try {
    const records = parseStrictly(lines);
    return records.every(isPlain) ? records : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(fields: readonly string[]): boolean {
  const lineCount = linesIn(fields);
  return lineCount === 1 || (fields.length === COLUMNS.length && lineCount <= MAX_RECORD_LINES);
}

/** Reads the record that begins at `lines[index]`, and returns it with the number of its lines. */
function readOne(
  lines: readonly string[],
  index: number,
): { record: CsvRecord | BrokenRecord; lineCount: number } {
  const line = index + 1;
  const firstField = firstFieldOf(lines[index] ?? '');
  try {
    const [fields = []] = parseStrictly(lines.slice(index, index + MAX_RECORD_LINES), { to: 1 });
    const lineCount = linesIn(fields);
    if (fields.length === COLUMNS.length) return { record: { line, fields }, lineCount };
    if (lineCount === 1) return { record: wrongColumns(line, fields), lineCount: 1 };
    const problem = `a quote is not closed on this line, and with the lines up to its end there are ${columns(fields)}`;
    return { record: { line, firstField, problem }, lineCount: 1 };
  } catch (error) {
    return { record: { line, firstField, problem: quotingProblem(error) }, lineCount: 1 };
  }
}

function parseStrictly(lines: readonly string[], range: { to?: number } = {}): string[][] {
  return parse(`${lines.join('\n')}\n`, {
    ...range,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  });
}

/** The text is split at every `\n`: a record has one line more than line breaks in its fields. */
function linesIn(fields: readonly string[]): number {
  return fields.reduce(
    (count, field) => (field.includes('\n') ? count + field.split('\n').length - 1 : count),
    1,
  );
}

function wrongColumns(line: number, fields: readonly string[]): BrokenRecord {
  const problem = `expected ${COLUMNS.length} columns, got ${columns(fields)}`;
  return { line, problem, firstField: fields[0] };
}

function columns({ length }: readonly string[]): string {
  return length === 1 ? '1 column' : `${length} columns`;
}

/** The first field if it contains no quotes: an invoice number has none. */
function firstFieldOf(line: string): string | undefined {
  return (/^"([^"]*)"(?:,|\r?$)/.exec(line) ?? /^([^",\r]*)(?:,|\r?$)/.exec(line))?.[1];
}

function quotingProblem(error: unknown): string {
  const { code, message } = error as CsvError;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `a quote is not closed within ${MAX_RECORD_LINES} lines`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'a quote is not followed by a comma or the end of the line';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote in the middle of a field that does not begin with one';
    default:
      return `cannot be parsed: ${message}`;
  }
}
