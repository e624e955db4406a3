/** Control characters, quotes, backslashes, and surrogates that are not part of a pair. */
const ESCAPED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped.
  /[\0-\x1f'\\\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};

/** A text as a literal of JavaScript, in the quotes that need no escapes if there are such. */
export function quote(text: string): string {
  const mark = markFor(text);
  const escaped = text.replace(ESCAPED, (character) => {
    if (character === "'") return mark === "'" ? "\\'" : character;
    return SHORT_ESCAPES[character] ?? escapeOf(character.charCodeAt(0));
  });
  return `${mark}${escaped}${mark}`;
}

function markFor(text: string): string {
  if (!text.includes("'")) return "'";
  if (!text.includes('"')) return '"';
  return text.includes('`') || text.includes('${') ? "'" : '`';
}

function escapeOf(code: number): string {
  const digits = code.toString(16);
  return code < 256 ? `\\x${digits.toUpperCase().padStart(2, '0')}` : `\\u${digits}`;
}
