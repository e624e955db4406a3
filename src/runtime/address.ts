/**
 * The address of an actor, unique in its engine. Names of kinds contain no colon, so that the first
 * one separates.
 */
export function addressOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

/**
 * The address of an actor's child. JSON, since ids may be any text and leave no character as a
 * separator.
 */
export function childAddress(parent: string, id: string): string {
  return JSON.stringify([parent, id]);
}

/** What an address names: an actor of a kind, or the child of another actor. */
export type Addressed =
  | { readonly kind: string; readonly name: string }
  | { readonly parent: string; readonly id: string };

/** The inverse of {@link addressOf} and {@link childAddress}. */
export function parseAddress(address: string): Addressed {
  if (address.startsWith('[')) {
    const [parent, id] = JSON.parse(address) as [string, string];
    return { parent, id };
  }
  const colon = address.indexOf(':');
  return { kind: address.slice(0, colon), name: address.slice(colon + 1) };
}
