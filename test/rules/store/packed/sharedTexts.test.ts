import { describe, expect, test } from 'vitest';
import { PackReader } from '../../../../src/store/packed/packReader.ts';
import { PackWriter } from '../../../../src/store/packed/packWriter.ts';
import {
  MAX_SHARED_LENGTH,
  MAX_SHARED_TEXTS,
  SharedTexts,
} from '../../../../src/store/packed/sharedTexts.ts';

function fullTable(): SharedTexts {
  const shared = new SharedTexts();
  for (let index = 0; index < MAX_SHARED_TEXTS; index++) shared.numberOf(`text ${index}`);
  return shared;
}

describe('shared texts', () => {
  test('are numbered from 0 in the order in which they come', () => {
    const shared = new SharedTexts();
    expect(['a', 'b', 'a', '', 'b'].map((text) => shared.numberOf(text))).toEqual([0, 1, 0, 2, 1]);
    expect(shared.size).toBe(3);
    expect([0, 1, 2].map((number) => shared.textOf(number))).toEqual(['a', 'b', '']);
  });

  test('are looked up without being added', () => {
    const shared = new SharedTexts();
    expect(shared.find('a')).toBe(-1);
    expect(shared.size).toBe(0);
    shared.add('a');
    expect(shared.find('a')).toBe(0);
  });

  test('are at most so long', () => {
    const shared = new SharedTexts();
    expect(shared.numberOf('x'.repeat(MAX_SHARED_LENGTH))).toBe(0);
    expect(shared.numberOf('x'.repeat(MAX_SHARED_LENGTH + 1))).toBe(-1);
    expect(shared.size).toBe(1);
  });

  test('are at most so many: the table then knows those that it has', () => {
    const shared = fullTable();
    expect(shared.size).toBe(MAX_SHARED_TEXTS);
    expect(shared.numberOf('one more')).toBe(-1);
    expect(shared.numberOf(`text ${MAX_SHARED_TEXTS - 1}`)).toBe(MAX_SHARED_TEXTS - 1);
  });

  test('have no other numbers', () => {
    const shared = new SharedTexts();
    shared.add('a');
    expect(() => shared.textOf(1)).toThrow('expected one of 1 shared texts, got 1');
  });
});

describe('a text that may be shared', () => {
  test('is written where it stands if it is too long, or the table is full', () => {
    const writer = new PackWriter();
    writer.shared = fullTable();
    const texts = ['new', 'text 5', 'x'.repeat(MAX_SHARED_LENGTH + 1), '\ud800'];
    for (const text of texts) writer.writeShared(text);
    const bytes = Buffer.from(writer.bytes.slice(0, writer.length));
    const reader = new PackReader(bytes, 0, bytes.length, writer.shared);
    expect(texts.map(() => reader.readShared())).toEqual(texts);
    expect(reader.hasMore).toBe(false);
  });

  test('takes a byte or two once it is known', () => {
    const writer = new PackWriter();
    writer.writeShared('order.placed');
    writer.clear();
    writer.writeShared('order.placed');
    expect(writer.length).toBe(1);
  });
});
