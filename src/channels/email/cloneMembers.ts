import * as check from '../../base/check.ts';

/**
 * A copy of an object for another thread. Neither the message nor a member of the error has the value: it may be a key.
 *
 * @throws ArgumentError that names the first member that cannot be cloned, such as a function.
 */
export function cloneMembers(name: string, members: object): Record<string, unknown> {
  const clone: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(members)) {
    try {
      clone[member] = structuredClone(value);
    } catch {
      const shown = typeof value === 'function' ? 'a function' : 'one that cannot';
      const expected = 'a value that can be cloned into a thread';
      throw check.wrongType(`${name}.${member}`, expected, undefined, shown);
    }
  }
  return clone;
}
