/** Currencies whose minor unit is not a hundredth: its decimal digits in ISO 4217. */
const DIGITS: Readonly<Record<number, readonly string[]>> = {
  0: [
    ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG'],
    ...['RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
  ],
  3: ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'],
  4: ['CLF', 'UYW'],
};

const EXCEPTIONS = new Map(
  Object.entries(DIGITS).flatMap(([digits, currencies]) =>
    currencies.map((currency) => [currency, Number(digits)] as const),
  ),
);

/**
 * The decimal digits of the minor unit of a currency, by ISO 4217. The digits that `Intl` writes are others for some
 * currencies whose minor unit is out of use, and differ between versions of Node.js: a price must not.
 */
export function minorDigits(currency: string): number {
  return EXCEPTIONS.get(currency) ?? 2;
}
