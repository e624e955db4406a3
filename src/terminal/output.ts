import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { oneLine, printable } from './printable.ts';

/**
 * All output of the programs leaves here, and nothing unprintable in it: ids, names and paths may come from
 * anyone, and must not move the cursor, change colours or hide text. The only control sequences are those of
 * {@link showStatus}.
 */

const CLEAR_TO_END_OF_LINE = '\u001b[K';

/** Writes lines to stdout. Values in them that may contain a line feed have passed {@link oneLine}. */
export function print(text: string): void {
  stdout().write(printable(text));
}

/** Writes lines to stderr, likewise. */
export function printError(text: string): void {
  process.stderr.write(printable(text));
}

/** Writes lines to stdout as fast as their reader takes them. Stdout stays open. */
export async function printAll(chunks: Iterable<string>): Promise<void> {
  function* texts() {
    for (const chunk of chunks) yield printable(chunk);
  }
  await pipeline(Readable.from(texts()), stdout(), { end: false });
}

/** Shows a text in the present line of the terminal of stderr, in place of what is there. */
export function showStatus(text: string): void {
  process.stderr.write(`\r${oneLine(text)}${CLEAR_TO_END_OF_LINE}`);
}

function stdout(): NodeJS.WriteStream {
  const { stdout } = process;
  if (!stdout.listeners('error').includes(endOnClosedPipe)) stdout.on('error', endOnClosedPipe);
  return stdout;
}

/** A reader of the output such as `head -1` closes the pipe when it has enough: no error. */
function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}
