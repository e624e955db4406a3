/** Numbers as the report writes them. */

/** `12,345`; below a thousand three digits: `12.3`. */
export function plain(value: number): string {
  return value < 1000
    ? value.toLocaleString('en-GB', { maximumSignificantDigits: 3 })
    : whole(value);
}

/** Rounded to a whole number: `12,345`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

/** `10K`, `1.5M`: for the marks of an axis. */
export function short(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 2 });
}

/** Microseconds in milliseconds: `0.62`. */
export function inMs(micros: number): string {
  return plain(micros / 1000);
}

/** `12.3 MiB` */
export function mebibytes(bytes: number): string {
  return `${plain(Math.round(bytes / 2 ** 20))} MiB`;
}
