/** A number with separators and at most so many decimals: `12,345`, `0.6`. */
export function numberText(value: number | bigint, maximumFractionDigits = 0): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits }).format(value);
}

/** A share from 0 to 1 in per cent, with so many decimals: `98.9 %`. */
export function percentText(share: number, decimals = 1): string {
  return `${(100 * share).toFixed(decimals)} %`;
}
