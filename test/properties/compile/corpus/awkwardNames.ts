import { inspect } from 'node:util';

/** Names that break code which is put together from text, or that every object has. */
export const NAMES: readonly string[] = [
  ...["it's", '"quoted"', 'back\\slash', '\\', "\\'", '\\u0027', '\\x27', '`tick`'],
  ...['line\nbreak', 'carriage\r\nreturn', '\t', '\0', '\u2028', '\u2029', 'a\u2028b\u2029c'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what could be taken for a template.
  ...['${name}', '`${0}`', '</script>', '<!--', '-->', ']]>', '//', '/*', '*/', '#x', '@x'],
  ...["');throw 1;('", '"];throw 1;["', '};throw 1;{', 'a b', ' ', '(', '{', '[', ';', ','],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then'],
  ...['0', '-1', '1e3', 'NaN', 'null', 'undefined', 'true', 'this', 'arguments', 'await', 'new'],
  ...['length', 'name', 'type', 'event', 'context', 'self', 'params', 'xstate', 'case', 'return'],
  ...['\ud800', '\udfff', '\u{1f6d2}', 'é', 'e\u0301', '\u202e', '\ufeff', 'ŀ'.repeat(200)],
];

/** XState resolves such a state key as a path, or loses it while it copies the states. */
export const isStateKey = (name: string) => !/[.#]/.test(name) && name !== '__proto__';

/** The same as text in a title, without control characters. */
export const shown = (name: string) =>
  inspect(name.length > 20 ? `${name.slice(0, 20)}…` : name).replace(
    /[^ -~]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
