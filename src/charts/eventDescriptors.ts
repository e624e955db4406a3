/**
 * True when a transition with this descriptor is one for events of this type: `*` is for every
 * type, and `a.b.*` for those of at least the tokens `a` and `b`.
 */
export function matchesDescriptor(eventType: string, descriptor: string): boolean {
  if (descriptor === eventType || descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const expected = descriptor.split('.');
  const tokens = eventType.split('.');
  const wildcard = expected.indexOf('*');
  return (
    wildcard === expected.length - 1 &&
    expected.slice(0, -1).every((token, index) => token === tokens[index])
  );
}
