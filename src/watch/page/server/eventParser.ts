/**
 * Reads server-sent events from a text that comes in pieces, as
 * https://html.spec.whatwg.org/multipage/server-sent-events.html has it. `EventSource` cannot send an `Authorization` header.
 * Only the data of the events is of interest: the server gives them no names, and no ids.
 */
export function eventParser(onData: (data: string) => void): (piece: string) => void {
  let rest = '';
  let data: string[] = [];
  let isStart = true;

  const takeLine = (line: string) => {
    if (line === '') {
      if (data.length > 0) onData(data.join('\n'));
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    if (field !== 'data') return;
    const value = colon === -1 ? '' : line.slice(colon + 1);
    data.push(value.startsWith(' ') ? value.slice(1) : value);
  };

  return (piece) => {
    rest += isStart && piece.startsWith('\uFEFF') ? piece.slice(1) : piece;
    isStart &&= piece === '';
    // A carriage return at the end may be the first half of a line end.
    const end = rest.endsWith('\r') ? rest.length - 1 : rest.length;
    const lines = rest.slice(0, end).split(/\r\n|\r|\n/);
    rest = (lines.pop() ?? '') + rest.slice(end);
    for (const line of lines) takeLine(line);
  };
}
