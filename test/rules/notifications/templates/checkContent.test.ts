import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { checkContent } from '../../../../src/notifications/templates/checkContent.ts';
import { html } from '../../../../src/notifications/templates/html.ts';

const CONTENT = { subject: 'A subject', text: 'A text' };

describe('what a template returns', () => {
  it('has a subject and a text, and may have HTML and a short text', () => {
    expect(checkContent(CONTENT)).toEqual({ ...CONTENT, short: 'A text' });
    const whole = { ...CONTENT, html: '<p>A text</p>', short: 'A' };
    expect(checkContent(whole)).toEqual(whole);
    expect(checkContent({ ...CONTENT, html: undefined, short: undefined })).toEqual({
      ...CONTENT,
      short: 'A text',
    });
    expect(checkContent(runInNewContext('({ subject: "A", text: "B" })'))).toBeDefined();
  });

  it('is undefined to send nothing', () => {
    expect(checkContent(undefined)).toBeUndefined();
  });

  const object =
    'content: expected a plain object with subject and text, or undefined for no message';
  it.each([
    [null, `${object}, got null`],
    ['text', `${object}, got 'text'`],
    [[], `${object}, got []`],
    [new Map(), `${object}, got Map(0) {...}`],
    [{}, 'subject: expected a string, got undefined'],
    [{ subject: 'A' }, 'text: expected a string, got undefined'],
    [{ ...CONTENT, subject: 5 }, 'subject: expected a string, got 5'],
    [{ ...CONTENT, subject: ' ' }, "subject: expected a string that is not empty, got ' '"],
    [{ ...CONTENT, subject: '\0' }, "subject: expected a string that is not empty, got '\\x00'"],
    [{ ...CONTENT, text: '\n' }, "text: expected a string that is not empty, got '\\n'"],
    [{ ...CONTENT, html: '' }, "html: expected a string that is not empty, got ''"],
    [
      { ...CONTENT, html: html`<p></p>` },
      'html: expected a string, which String() makes of HTML, got SafeHtml {}',
    ],
    [{ ...CONTENT, short: '' }, "short: expected a string that is not empty, got ''"],
    [{ ...CONTENT, short: null }, 'short: expected a string, got null'],
    [{ ...CONTENT, to: 'x' }, "content: expected only subject, text, html, short; got 'to'"],
    [
      { ...CONTENT, text: 'x'.repeat(1_000_001) },
      'text: expected at most 1000000 characters, got 1000001',
    ],
    [
      { ...CONTENT, html: 'x'.repeat(1_000_001) },
      'html: expected at most 1000000 characters, got 1000001',
    ],
  ])('is refused when it is no content (%#)', (returned, message) => {
    expect(() => checkContent(returned)).toThrow(new Error(message));
  });

  it('is refused when it is a promise, whose rejection then ends no process', async () => {
    const message = 'templates are synchronous: expected the content itself, got a promise';
    const rejected: unknown[] = [];
    const note = (reason: unknown) => rejected.push(reason);
    process.on('unhandledRejection', note);
    for (const promise of [
      Promise.resolve(CONTENT),
      Promise.reject(new Error('lost')),
      runInNewContext('Promise.reject(1)'),
    ]) {
      expect(() => checkContent(promise)).toThrow(message);
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(rejected).toEqual([]);
  });
});

describe('a subject', () => {
  const subjectOf = (subject: string) => checkContent({ ...CONTENT, subject })?.subject;

  it('never ends its line, so that it adds no header', () => {
    expect(subjectOf('A\r\nBcc: all@example.com')).toBe('A Bcc: all@example.com');
    expect(subjectOf('A\nB\rC\u2028D\u2029E\u0085F\0G\x1bH\tI\x7fJ')).toBe('A B C D E F G H I J');
    expect(subjectOf('\r\nA\r\n')).toBe('A');
  });

  it('is cut if it is longer than a line of an email, and no character in two', () => {
    expect(subjectOf('x'.repeat(998))).toBe('x'.repeat(998));
    expect(subjectOf('x'.repeat(999))).toBe(`${'x'.repeat(997)}…`);
    expect(subjectOf('😀'.repeat(1000))).toBe(`${'😀'.repeat(498)}…`);
  });
});

describe('a short text', () => {
  const shortOf = (content: object) => checkContent({ ...CONTENT, ...content })?.short;

  it('is the text in one line when it is left out', () => {
    expect(shortOf({ text: '  A\n\n text \t of\r\nlines ' })).toBe('A text of lines');
  });

  it('is cut after 480 characters, and no character in two', () => {
    expect(shortOf({ text: 'x'.repeat(480) })).toBe('x'.repeat(480));
    expect(shortOf({ text: 'x'.repeat(481) })).toBe(`${'x'.repeat(479)}…`);
    expect(shortOf({ text: '😀'.repeat(241) })).toBe(`${'😀'.repeat(239)}…`);
    expect(shortOf({ text: `x${'😀'.repeat(240)}` })).toBe(`x${'😀'.repeat(239)}…`);
    expect(shortOf({ short: 'y'.repeat(481) })).toBe(`${'y'.repeat(479)}…`);
  });

  it('keeps its lines when it is given', () => {
    expect(shortOf({ short: ' A\nB ' })).toBe('A\nB');
  });
});
