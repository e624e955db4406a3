const UNITS = { hour: 3_600_000, minute: 60_000, second: 1000 };

/** A limit as the pages write it: `200`, `5 ms`, `24 hours`. @param name ends in `Ms` if it is a time. */
export function writtenLimit(name: string, value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'none';
  if (!name.endsWith('Ms')) return value.toLocaleString('en');
  const unit = Object.entries(UNITS).find(([, ms]) => value > 0 && value % ms === 0);
  if (unit === undefined) return `${value} ms`;
  const count = value / unit[1];
  return `${count} ${unit[0]}${count === 1 ? '' : 's'}`;
}
