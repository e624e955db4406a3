import { isPlainObject } from '../../base/isPlainObject.ts';
import { show } from '../../base/show.ts';
import type { MessageContent } from '../channel.ts';
import { MAX_BODY_LENGTH, MAX_SHORT_LENGTH, MAX_SUBJECT_LENGTH } from './limits.ts';
import { cutText, singleLine } from './shownText.ts';

/** Content that channels can deliver. */
export interface CheckedContent extends MessageContent {
  readonly short: string;
}

const MEMBERS: readonly string[] = ['subject', 'text', 'html', 'short'];

/**
 * Checks what a template has returned. The subject gets a space in place of control characters, so that it adds no
 * header to an email, and is cut if it is too long, as `short` is, too.
 *
 * @returns undefined if the template sends nothing.
 *
 * @throws Error that says what is wrong: no ArgumentError, since no caller of the shop has passed the content.
 */
export function checkContent(returned: unknown): CheckedContent | undefined {
  if (returned === undefined) return undefined;
  refusePromise(returned);
  if (!isPlainObject(returned)) {
    throw fault(
      'content',
      'a plain object with subject and text, or undefined for no message',
      returned,
    );
  }
  for (const name of Object.keys(returned)) {
    if (!MEMBERS.includes(name)) {
      throw new Error(`content: expected only ${MEMBERS.join(', ')}; got ${show(name)}`);
    }
  }
  const subject = subjectOf(returned.subject);
  const text = body('text', returned.text);
  const { html } = returned;
  const content = { subject, text, short: shortText(returned.short, text) };
  if (html === undefined) return content;
  return { ...content, html: body('html', html, 'a string, which String() makes of HTML') };
}

/** Messages are made within a turn of the event loop: a template cannot wait for anything. */
function refusePromise(returned: unknown): void {
  if (!isPromise(returned)) return;
  // Nothing else handles its rejection, which would end the process.
  Promise.prototype.then.call(
    returned,
    () => {},
    () => {},
  );
  throw new Error('templates are synchronous: expected the content itself, got a promise');
}

/** True also for a promise of another realm. */
function isPromise(value: unknown): boolean {
  return value instanceof Promise || Object.prototype.toString.call(value) === '[object Promise]';
}

function subjectOf(given: unknown): string {
  const subject = singleLine(filled('subject', given));
  // White space and control characters only.
  if (subject === '') throw fault('subject', 'a string that is not empty', given);
  return cutText(subject, MAX_SUBJECT_LENGTH);
}

function shortText(given: unknown, text: string): string {
  const short = given === undefined ? text.replace(/\s+/g, ' ') : filled('short', given);
  return cutText(short.trim(), MAX_SHORT_LENGTH);
}

function body(name: string, given: unknown, expected?: string): string {
  const text = filled(name, given, expected);
  if (text.length <= MAX_BODY_LENGTH) return text;
  throw new Error(`${name}: expected at most ${MAX_BODY_LENGTH} characters, got ${text.length}`);
}

/** A string with more than white space in it. */
function filled(name: string, given: unknown, expected = 'a string'): string {
  if (typeof given !== 'string') throw fault(name, expected, given);
  if (given.trim() === '') throw fault(name, 'a string that is not empty', given);
  return given;
}

function fault(name: string, expected: string, given: unknown): Error {
  return new Error(`${name}: expected ${expected}, got ${show(given)}`);
}
