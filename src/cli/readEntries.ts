import { refuseNewer } from '../schema/format.ts';
import { headRecord, type StoreHead } from '../schema/head.ts';
import { compareKeys } from '../store/compareKeys.ts';
import type { Key } from '../store/store.ts';
import { readLine } from './entryLine.ts';
import { readLines } from './readLines.ts';

export interface Entry {
  readonly key: Key;
  readonly text: string;
}

/** What came in is no export, or not all of one. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/**
 * The entries of an export, the head first. Ends only behind the line that says that it is whole.
 *
 * @throws InputError with the number of the line, what was expected and what came.
 */
export async function* readEntries(
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<Entry, void, void> {
  let number = 1;
  let entries = 0;
  let last: Key | undefined;
  let isWhole = false;
  try {
    for await (const text of readLines(stream)) {
      const line = isWhole ? refuseMore(text) : readLine(text);
      if ('entries' in line) {
        refuseCount(line.entries, entries);
        isWhole = true;
      } else {
        if (entries++ === 0) refuseOtherHead(line);
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
    // What cannot be read at all says nothing about its lines.
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new InputError(`line ${number}: ${(error as Error).message}`, { cause: error });
  }
}

function refuseMore(text: string): never {
  throw new Error(`expected nothing behind the end of an export, got ${text.slice(0, 80)}`);
}

function refuseCount(said: number, got: number): void {
  if (said !== got) throw new Error(`expected ${said} entries before this line, got ${got}`);
}

function refuseOtherHead({ key, text }: Entry): void {
  const head = headRecord.matches(key) ? (JSON.parse(text) as Partial<StoreHead> | null) : null;
  if (typeof head?.format !== 'number' || typeof head.currency !== 'string') {
    const got = JSON.stringify(key);
    throw new Error(`expected the head {"key":["shop"],"value":{"format":...}}, got ${got}`);
  }
  refuseNewer(head as StoreHead);
}

/** Keys rise: what has been put together of two exports, or twice of one, is none. */
function refuseDisorder(key: Key, last: Key | undefined): Key {
  const rises = last === undefined || compareKeys(last, key) < 0;
  if (rises && !headRecord.matches(key)) return key;
  const expected = last === undefined ? 'no second head' : `a key behind ${JSON.stringify(last)}`;
  throw new Error(`expected ${expected}, got ${JSON.stringify(key)}`);
}
