/** A problem as one line of text: an id may contain line feeds. */
export function problemLine(problem: string): string {
  return `${problem.replaceAll(/\s*\n\s*/g, ' ')}\n`;
}
