import { kindOf, type RecordTable } from '../schema/table.ts';
import type { Key } from '../store/store.ts';
import { printable } from '../terminal/printable.ts';

/** An entry of a store. */
export interface Entry {
  readonly key: Key;
  readonly text: string;
}

/** A line of an export: an entry, or the number of entries, which ends it. */
export type Line = Entry | { readonly entries: number };

/**
 * An entry as a line of JSON without its line feed. Its `value` is the JSON that the text is; the
 * text itself stands as `text` if it is no JSON, or JSON would not give it back exactly. Its strings are
 * escaped so that the line can be shown on a terminal.
 */
export function entryLine({ key, text }: Entry, records: RecordTable): string {
  return printable(JSON.stringify(entryValue({ key, text }, records)));
}

/** An entry with the JSON that its text is as `value`, or the text itself as `text`. */
export function entryValue(
  { key, text }: Entry,
  records: RecordTable,
): { readonly key: Key; readonly value: unknown } | Entry {
  if (isPlainText(key, records)) return { key, value: text };
  const value = parsed(text);
  const isSame = value !== undefined && JSON.stringify(value) === text;
  return isSame ? { key, value } : { key, text };
}

/** The last line of an export. */
export function endLine(entries: number): string {
  return JSON.stringify({ entries });
}

/** @throws Error that says what was expected and what came. */
export function readLine(line: string, records: RecordTable): Line {
  const given = parsed(line);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw noEntry(line);
  const { key, value, text, entries, ...more } = given as Record<string, unknown>;
  const named = [key, value, text, entries].filter((member) => member !== undefined).length;
  if (Object.keys(more).length > 0) throw noEntry(line);
  if (named === 1 && Number.isSafeInteger(entries)) return { entries: entries as number };
  if (named !== 2 || entries !== undefined || !isKey(key)) throw noEntry(line);
  if (text === undefined && !isPlainText(key, records)) {
    return { key, text: JSON.stringify(value) };
  }
  const plain = text ?? value;
  if (typeof plain === 'string' && isWellFormed(plain)) return { key, text: plain };
  throw noEntry(line);
}

/** True when the kind of record has values that must not be taken for JSON. */
function isPlainText(key: Key, records: RecordTable): boolean {
  return kindOf(key, records)?.syntax === 'text';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True when a store takes it as a {@link Key}. */
function isKey(key: unknown): key is Key {
  if (!Array.isArray(key) || key.length === 0) return false;
  const isSound = (element: unknown) =>
    typeof element === 'string' ? isWellFormed(element) : Number.isFinite(element);
  return key.every(isSound) && Buffer.byteLength(key.join('\0')) <= MAX_KEY_BYTES;
}

const MAX_KEY_BYTES = 1900;

const SHOWN_LENGTH = 80;

function noEntry(line: string): Error {
  const shown = line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}...` : line;
  return new Error(`expected {"key":[...],"value":...}, got ${shown === '' ? 'nothing' : shown}`);
}

/** False for half of a surrogate pair, which cannot be written as UTF-8. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
