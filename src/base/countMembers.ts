/** The number of enumerable members of an object, inherited ones included. Allocates nothing. */
export function countMembers(value: object | null | undefined): number {
  let count = 0;
  for (const _ in value) count++;
  return count;
}
