import { readFileSync, writeSync } from 'node:fs';
import type { Answer, Change } from '../../src/index.ts';
import type { Command } from './command.ts';

/**
 * What a child says of its work, a line each. A line is in the file before what it announces begins,
 * and after what it reports has happened: the kernel keeps it, however the child ends.
 */
export type JournalLine =
  /** The store is open, and this is its last turn and its head, as they are kept. */
  | { readonly found: StoreMark }
  /** The batch goes to the store now. */
  | { readonly batch: readonly Change[] }
  /** So many batches of this child are durable. */
  | { readonly durable: number }
  | { readonly begin: number; readonly command: Command }
  /** The command was answered, which says that so many batches are durable. */
  | { readonly done: number; readonly batches: number; readonly answer: Answer<object> }
  /** The consumer has got this fact. */
  | { readonly heard: number }
  | { readonly acknowledging: number }
  | { readonly acknowledged: number };

/** Tells the turns of a store apart. */
export type StoreMark = readonly [head: string | null, turn: string | null];

/** Writes to stdout, which is the journal's file in a child. */
export function writeLine(line: JournalLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** A line that was not finished has not been followed by anything. */
export function readJournal(file: string): JournalLine[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalLine);
}
