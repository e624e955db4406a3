import { show } from '../base/show.ts';
import { cutText, singleLine } from './templates/shownText.ts';

/** Longest reason that is kept: a server may answer anything, and a template may throw anything. */
const MAX_REASON_LENGTH = 500;

/** A text as a reason: one line, without control characters, not too long, and not empty. */
export function reasonText(text: string): string {
  // Cut before anything reads all of it.
  const start = text.slice(0, 2 * MAX_REASON_LENGTH);
  return cutText(singleLine(start), MAX_REASON_LENGTH) || 'no reason given';
}

/** What was thrown as a reason. Never throws, whatever was thrown. */
export function reasonOf(thrown: unknown): string {
  try {
    const { message } = Object(thrown) as { readonly message?: unknown };
    const isText = thrown instanceof Error && typeof message === 'string' && message !== '';
    return reasonText(isText ? message : `${show(thrown)} was thrown`);
  } catch {
    return 'what was thrown cannot be shown';
  }
}
