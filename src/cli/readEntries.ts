import { refuseNewer } from '../schema/format.ts';
import { headRecord } from '../schema/head.ts';
import { formatOf, type RecordTable } from '../schema/table.ts';
import { compareKeys } from '../store/compareKeys.ts';
import type { Key } from '../store/store.ts';
import { type Entry, readLine } from './entryLine.ts';
import { readLines } from './readLines.ts';

/** The input is no export, or not all of one. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/**
 * The entries of an export, the head first. Ends only after the line that says that it is complete.
 *
 * @throws InputError with the number of the line, what was expected and what came.
 */
export async function* readEntries(
  stream: AsyncIterable<Buffer>,
  records: RecordTable,
): AsyncGenerator<Entry, void, void> {
  let number = 1;
  let entries = 0;
  let last: Key | undefined;
  let isWhole = false;
  try {
    for await (const text of readLines(stream)) {
      const line = isWhole ? refuseMore(text) : readLine(text, records);
      if ('entries' in line) {
        refuseCount(line.entries, entries);
        isWhole = true;
      } else {
        if (entries++ === 0) refuseOtherHead(line, formatOf(records));
        else last = refuseDisorder(line.key, last);
        yield line;
      }
      number++;
    }
    if (!isWhole) {
      const expected = entries === 0 ? 'an export' : 'the line {"entries":...} that ends an export';
      throw new Error(`expected ${expected}, got the end of the input`);
    }
  } catch (error) {
    // A stream that cannot be read says nothing about its lines.
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new InputError(`line ${number}: ${(error as Error).message}`, { cause: error });
  }
}

function refuseMore(text: string): never {
  throw new Error(`expected nothing after the end of an export, got ${text.slice(0, 80)}`);
}

function refuseCount(said: number, got: number): void {
  if (said !== got) throw new Error(`expected ${said} entries before this line, got ${got}`);
}

function refuseOtherHead({ key, text }: Entry, format: number): void {
  if (!headRecord.matches(key)) {
    const got = JSON.stringify(key);
    throw new Error(`expected the head {"key":["shop"],"value":{"format":...}}, got ${got}`);
  }
  refuseNewer(headRecord.read(text, key), format);
}

/** Keys rise: neither two exports put together nor one put twice are an export. */
function refuseDisorder(key: Key, last: Key | undefined): Key {
  const rises = last === undefined || compareKeys(last, key) < 0;
  if (rises && !headRecord.matches(key)) return key;
  const expected = last === undefined ? 'no second head' : `a key after ${JSON.stringify(last)}`;
  throw new Error(`expected ${expected}, got ${JSON.stringify(key)}`);
}
