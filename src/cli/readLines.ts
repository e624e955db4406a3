/** Far longer than any line that a shop writes, and short enough for the memory. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;

const LINE_FEED = 0x0a;

/**
 * The lines of a stream of bytes, without their line feeds. Only a line feed ends a line: JSON may
 * contain the other characters that end lines elsewhere. The last line may have none.
 *
 * @throws Error if a line is not UTF-8, or too long.
 */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  maxBytes = MAX_LINE_BYTES,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const take = (end: Buffer): string => {
    const bytes = begun.length === 0 ? end : Buffer.concat([...begun, end]);
    begun = [];
    begunBytes = 0;
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw new Error('expected UTF-8, got other bytes', { cause: error });
    }
  };
  for await (const chunk of stream) {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, from);
      if (end === -1) break;
      yield take(chunk.subarray(from, end));
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
    begunBytes += chunk.length - from;
    if (begunBytes > maxBytes) throw new Error(`expected at most ${maxBytes} bytes, got more`);
  }
  if (begunBytes > 0) yield take(Buffer.alloc(0));
}
