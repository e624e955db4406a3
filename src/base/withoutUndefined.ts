/** The same members, of which those that may be left out are not undefined when they are there. */
export type WithoutUndefined<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** A copy without the members that are undefined: these count as left out. */
export function withoutUndefined<T extends object>(given: T): WithoutUndefined<T> {
  const members = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as WithoutUndefined<T>;
}
