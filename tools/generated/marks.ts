/** Every mark in a document, in its order, with what stands between it and its end. */
export function marksIn(document: string): Map<string, string> {
  const blocks = document.matchAll(/^<!-- (?!end -->)([^>]+) -->\n([\s\S]*?)\n<!-- end -->$/gm);
  return new Map([...blocks].map(([, mark, text]) => [mark as string, text as string]));
}

/**
 * The document with `text` between `<!-- mark -->` and the next `<!-- end -->`.
 *
 * @throws Error if the document has no such mark.
 */
export function withMark(document: string, mark: string, text: string): string {
  const begin = `<!-- ${mark} -->\n`;
  const from = document.indexOf(begin);
  const to = document.indexOf('\n<!-- end -->', from);
  if (from === -1 || to === -1) throw new Error(`expected a mark <!-- ${mark} -->, got none`);
  return document.slice(0, from + begin.length) + text + document.slice(to);
}
