import { wrongType } from './check.ts';
import { isPlainObject } from './isPlainObject.ts';

/**
 * A deep copy of data that JSON can represent: null, booleans, finite numbers, strings, arrays and
 * plain objects. Omits members that are undefined.
 *
 * @param path the objects that contain `value`, to find circles.
 * @throws TypeError if the data contains anything else, or contains itself.
 */
export function plainData(name: string, value: unknown, path: readonly unknown[] = []): unknown {
  const isScalar = value === null || typeof value === 'boolean' || typeof value === 'string';
  if (isScalar || (typeof value === 'number' && Number.isFinite(value))) return value;
  if (path.includes(value)) {
    throw wrongType(name, 'plain data that JSON can hold, so no circle', value);
  }
  const inside = [...path, value];
  if (Array.isArray(value)) {
    return value.map((item, index) => plainData(`${name}[${index}]`, item, inside));
  }
  if (!isPlainObject(value)) throw wrongType(name, 'plain data that JSON can hold', value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plainData(`${name}.${key}`, member, inside)]),
  );
}
