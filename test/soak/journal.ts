import { readFileSync, writeSync } from 'node:fs';
import type { Answer, Change } from '../../src/index.ts';
import type { Command } from './command.ts';

/**
 * A line of the journal that a child process writes about its work. A line that announces something is
 * in the file before that begins, a line that reports something after it has happened. The kernel keeps
 * what was written, however the process ends.
 */
export type JournalLine =
  /** The store is open, with these records of its head and its last turn. */
  | { readonly found: StoreMark }
  /** The batch is committed to the store now. */
  | { readonly batch: readonly Change[] }
  /** The number of durable batches of this process. */
  | { readonly durable: number }
  | { readonly begin: number; readonly command: Command }
  /** The command was answered, so this number of batches must be durable. */
  | { readonly done: number; readonly batches: number; readonly answer: Answer<object> }
  /** The consumer got this fact. */
  | { readonly consumed: number }
  | { readonly acknowledging: number }
  | { readonly acknowledged: number };

/** Identifies the last turn of a store. */
export type StoreMark = readonly [head: string | null, turn: string | null];

/** Writes to stdout, which is the journal file in a child process. */
export function writeLine(line: JournalLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Reads the complete lines: what an incomplete last line announces has not begun. */
export function readJournal(file: string): JournalLine[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalLine);
}
