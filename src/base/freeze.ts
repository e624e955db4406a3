/** Freezes plain objects and arrays deeply; leaves anything else as it is. */
export function freeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data;
  const prototype = Object.getPrototypeOf(data);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return data;
  Object.freeze(data); // Before its members, so that a circle ends.
  for (const key in data) {
    const member = data[key];
    if (typeof member === 'object') freeze(member);
  }
  return data;
}
