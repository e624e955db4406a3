import * as check from '../../base/check.ts';

/**
 * A secret of a certain form. The error does not show it, unlike those of other checks.
 *
 * @param expected describes the form.
 * @throws ArgumentError if it is no string or has another form.
 */
export function checkSecret(
  name: string,
  value: unknown,
  isOfForm: (secret: string) => boolean,
  expected: string,
): string {
  if (typeof value !== 'string') {
    throw check.wrongType(
      name,
      expected,
      undefined,
      `some ${value === null ? 'null' : typeof value}`,
    );
  }
  if (isOfForm(value)) return value;
  throw check.outOfRange(name, expected, undefined, `another ${value.length} characters`);
}
