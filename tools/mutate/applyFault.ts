import type { Fault } from './fault.ts';

/**
 * The text of the file with the fault in it.
 *
 * @throws Error if the fault does not apply: the text to replace is not there exactly once, or stays as it is.
 */
export function applyFault(text: string, { file, from, to }: Fault): string {
  const [before = '', after, ...others] = text.split(from);
  const count = after === undefined ? 'none' : `${others.length + 1}`;
  if (after === undefined || others.length > 0) {
    throw new Error(`${file}: expected ${JSON.stringify(from)} once, got ${count}`);
  }
  if (from === to) throw new Error(`${file}: expected a change of ${JSON.stringify(from)}`);
  return before + to + after;
}
