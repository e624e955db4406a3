import { UsageError } from '../../src/terminal/usageError.ts';
import { MAX_TPS } from '../sale/limits.ts';
import { MAX_SHARE } from './limits.ts';

/** A rate of shoppers a second, or a share of what the machine can do. */
export type Rate = { readonly perSecond: number } | { readonly ofCapacity: number };

/** Reads `4000` or `0.7C`. @throws UsageError for anything else. */
export function readRate(flag: string, text: string): Rate {
  const [, number = '', unit] = /^(\d+(?:\.\d+)?)(C?)$/.exec(text) ?? [];
  const value = Number(number);
  if (number === '' || value <= 0 || value > (unit === 'C' ? MAX_SHARE : MAX_TPS)) {
    const expected = `a number up to ${MAX_TPS}, or a share of the capacity up to ${MAX_SHARE}C, such as 5C`;
    throw new UsageError(`${flag}: expected ${expected}, got '${text}'`);
  }
  return unit === 'C' ? { ofCapacity: value } : { perSecond: value };
}

export function perSecond(rate: Rate, capacity: number): number {
  return 'perSecond' in rate ? rate.perSecond : rate.ofCapacity * capacity;
}

/** A part of the run. Times are milliseconds since its beginning. */
export interface Phase {
  readonly name: 'before' | 'spike' | 'recovery' | 'after';
  readonly from: number;
  readonly until: number;
  /** Shoppers a second. */
  readonly rate: number;
}
