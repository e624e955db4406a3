import { describe, expect, it } from 'vitest';
import { sourceFiles } from './sourceFiles.ts';

/** Files that throw, or make, a plain TypeError or RangeError, and why that is no misuse of a caller. */
const REASONS: Readonly<Record<string, string>> = {
  'machines/rules/allocation.ts': 'a result of a strategy',
  'src/base/byteReader.ts': 'damaged bytes',
  'src/base/interner.ts': 'an invariant',
  'src/base/userCodeError.ts': 'the cause of a UserCodeError',
  'src/orders/soldNames.ts': 'an invariant',
  'src/runtime/childEvent.ts': 'an answer from outside',
  'src/runtime/scheduler.ts': 'a delay of a chart',
  'src/schema/shape.ts': 'a damaged record',
  'src/schema/stock.ts': 'a damaged record',
  'src/store/packed/packJson.ts': 'damaged bytes',
  'src/store/packed/sharedTexts.ts': 'damaged bytes',
};

const makers = ['machines', 'src']
  .flatMap((folder) => [...sourceFiles(folder)])
  .filter(([, { text }]) => /\bnew (?:TypeError|RangeError)\(/.test(text))
  .map(([file]) => file);

describe('misuse is an ArgumentError', () => {
  it('so no other file makes a plain TypeError or RangeError', () => {
    expect(makers.sort()).toEqual(Object.keys(REASONS).sort());
  });
});
