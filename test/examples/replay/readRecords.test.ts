import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RECORD_LINES } from '../../../examples/replay/limits.ts';
import { type InvoiceLog, readInvoices } from '../../../examples/replay/readInvoices.ts';
import { readRecords } from '../../../examples/replay/readRecords.ts';
import { csvLine, csvOf } from './csvOf.ts';

function namesOf(log: InvoiceLog): string[] {
  return [...log.products.values()].map(({ name }) => name);
}

function linesOfMalformed(log: InvoiceLog): number[] {
  return log.malformed.map(({ line }) => line);
}

describe('fields', () => {
  test('lines may end with CR and LF, and the last one without', () => {
    const unix = csvOf({ sku: 'A' }, { sku: 'B', country: '"EIRE"' });
    const windows = unix.replaceAll('\n', '\r\n');
    expect(readInvoices(windows)).toEqual(readInvoices(unix));
    expect(readInvoices(windows.slice(0, -2))).toEqual(readInvoices(unix));
    expect(readInvoices(unix).products.size).toBe(2);
  });

  test('quoted commas and doubled quotes belong to the field', () => {
    const log = readInvoices(csvOf({ description: '"FRAME 7"" , SMALL"' }));
    expect(namesOf(log)).toEqual(['FRAME 7" , SMALL']);
  });

  test('a quoted field may contain a line break, and the lines after it keep their numbers', () => {
    const log = readInvoices(
      csvOf({ description: '"TWO\nLINES"' }, { quantity: 'x' }, { sku: 'B' }),
    );
    expect(namesOf(log)).toEqual(['TWO\nLINES', 'WHITE LANTERN']);
    expect(linesOfMalformed(log)).toEqual([4]);
  });
});

describe('a record that does not parse', () => {
  test('an unclosed quote breaks its own line only', () => {
    const log = readInvoices(csvOf({ description: '"LOST' }, { sku: 'B' }, { sku: 'C' }));
    expect([...log.products.keys()]).toEqual(['B', 'C']);
    expect(log.malformed).toEqual([{ line: 2, problem: expect.stringContaining('not closed') }]);
  });

  test('an unclosed quote breaks its own line only, also if a later line has quotes', () => {
    const log = readInvoices(
      csvOf({ description: '"LOST' }, { sku: 'B', description: '"TRAY, OAK"' }, { sku: 'C' }),
    );
    expect([...log.products.keys()]).toEqual(['B', 'C']);
    expect(linesOfMalformed(log)).toEqual([2]);
  });

  test('an unclosed quote breaks its own line only, also if one far below would close it', () => {
    const between = Array.from({ length: MAX_RECORD_LINES }, (_, n) => csvLine({ sku: `B${n}` }));
    const log = readInvoices(csvOf({ description: '"LOST' }, ...between, { description: 'END"' }));
    expect(log.products.size).toBe(MAX_RECORD_LINES);
    expect(linesOfMalformed(log)).toEqual([2, 2 + MAX_RECORD_LINES + 1]);
  });

  test('lines that close a quote but do not make eight columns are read one by one', () => {
    const log = readInvoices(csvOf('536365,A,"LOST,1', '2,B",3', { sku: 'C' }));
    expect([...log.products.keys()]).toEqual(['C']);
    expect(linesOfMalformed(log)).toEqual([2, 3]);
  });

  test('an unclosed quote on the last line is reported there', () => {
    expect(linesOfMalformed(readInvoices(csvOf({}, { country: '"UK' })))).toEqual([3]);
  });

  test.each([
    ['a quote in an unquoted field', csvLine({ description: 'FRAME 7" SMALL' })],
    ['text after a closing quote', csvLine({ description: '"FRAME" SMALL' })],
    ['a column too few', csvLine().replace(',United Kingdom', '')],
    ['a column too many', `${csvLine()},more`],
    ['nothing at all', ''],
  ])('a line with %s is malformed, and its neighbours are not', (_case, line) => {
    const log = readInvoices(csvOf({ sku: 'A' }, line, { sku: 'B' }));
    expect(linesOfMalformed(log)).toEqual([3]);
    expect([...log.products.keys()]).toEqual(['A', 'B']);
  });

  test('a record is found at every place in a long file', () => {
    const count = 1200;
    const records = Array.from({ length: count }, (_, n) =>
      csvLine({ sku: `P${n}`, description: `"NUMBER\n${n}"` }),
    );
    const log = readInvoices(csvOf(...records, { quantity: 'x' }));
    expect(log.products.size).toBe(count);
    expect(linesOfMalformed(log)).toEqual([2 + 2 * count]);
  });

  test('the lines after a broken line are read as if that line did not exist', () => {
    const field = fc.constantFrom('a', '', '7" b', '"c, d"', '"e""f"', '"g\nh"', '"i', 'j"');
    const row = fc.array(field, { minLength: 1, maxLength: 9 }).map((fields) => fields.join(','));
    const good = fc.constant('1,2,"3\n3",4,5,6,7,8');
    fc.assert(
      fc.property(fc.array(fc.oneof(good, row), { maxLength: 12 }), (rows) => {
        const [broken, ...after] = readRecords(['x"y', ...rows].join('\n'));
        const alone = [...readRecords(rows.join('\n'))];
        expect(broken).toMatchObject({ line: 1, problem: expect.any(String) });
        expect(after.map((record) => ({ ...record, line: record.line - 1 }))).toEqual(alone);
      }),
      { numRuns: 500 },
    );
  });
});
