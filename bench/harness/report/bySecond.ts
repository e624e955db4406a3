/** One point for each whole second in which there are samples: what `combine` makes of their values, of which there is one at least. */
export function bySecond<Sample extends { readonly seconds: number }>(
  samples: readonly Sample[],
  read: (sample: Sample) => number,
  combine: (values: readonly number[]) => number,
): (readonly [second: number, value: number])[] {
  const seconds = new Map<number, number[]>();
  for (const sample of samples) {
    const second = Math.floor(sample.seconds);
    const values = seconds.get(second) ?? [];
    values.push(read(sample));
    seconds.set(second, values);
  }
  return [...seconds].map(([second, values]) => [second, combine(values)] as const);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
