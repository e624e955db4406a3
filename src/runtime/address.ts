/** The one name of an actor in the shop. The names of kinds have no colon. */
export function addressOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

/** Under which the actor of an actor is found. Any text may be an id, so that none can part them. */
export function childAddress(parent: string, id: string): string {
  return JSON.stringify([parent, id]);
}

/** What an address names: an actor of some kind, or the child of another one. */
export type Addressed =
  | { readonly kind: string; readonly name: string }
  | { readonly parent: string; readonly id: string };

export function parseAddress(address: string): Addressed {
  if (address.startsWith('[')) {
    const [parent, id] = JSON.parse(address) as [string, string];
    return { parent, id };
  }
  const colon = address.indexOf(':');
  return { kind: address.slice(0, colon), name: address.slice(colon + 1) };
}
