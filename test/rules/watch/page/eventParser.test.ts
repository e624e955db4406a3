import { describe, expect, it } from 'vitest';
import { eventParser } from '../../../../src/watch/page/server/eventParser.ts';

function parse(...pieces: readonly string[]): string[] {
  const found: string[] = [];
  const take = eventParser((data) => found.push(data));
  for (const piece of pieces) take(piece);
  return found;
}

const TEXT = '\uFEFF: a comment\r\ndata: {"a":1}\r\n\r\nid: 7\rdata:two\rdata:  lines\r\rdata\n\n';
const EVENTS = ['{"a":1}', 'two\n lines', ''];

describe('the events of a stream', () => {
  it('are read at once', () => {
    expect(parse(TEXT)).toEqual(EVENTS);
  });

  it('are the same wherever the text is split in two', () => {
    for (let at = 0; at <= TEXT.length; at++) {
      expect(parse(TEXT.slice(0, at), TEXT.slice(at))).toEqual(EVENTS);
    }
  });

  it('are the same character by character', () => {
    expect(parse(...TEXT)).toEqual(EVENTS);
  });

  it('are whole ones: the last one ends with an empty line', () => {
    expect(parse('data: a\n\ndata: b\n')).toEqual(['a']);
    expect(parse('data: a\n')).toEqual([]);
  });

  it('have data, whatever else a server may send', () => {
    expect(parse('event: x\nretry: 5\n\n', '\n\n', 'dat: a\n\n', 'data : a\n\n')).toEqual([]);
  });

  it('keep a byte order mark that is not at the start', () => {
    expect(parse('data: a\n\n', '\uFEFFdata: b\n\n')).toEqual(['a']);
  });
});
