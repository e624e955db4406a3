/** The id of `?follow=ID` of an address, or null. */
export function followedIn(search: string): string | null {
  const id = new URLSearchParams(search).get('follow')?.trim() ?? '';
  return id === '' ? null : id;
}

/**
 * The address of the page with the id of the followed actor, relative to the page. Other parameters stay.
 *
 * @param path of the page: an address without parameters cannot be relative.
 */
export function addressFollowing(id: string | null, path: string, search: string): string {
  const parameters = new URLSearchParams(search);
  if (id === null) parameters.delete('follow');
  else parameters.set('follow', id);
  const text = parameters.toString().replaceAll('%3A', ':');
  return text === '' ? path : `?${text}`;
}
