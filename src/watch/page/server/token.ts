const KEY = 'statecart.token';

/** Where the token may come from and is kept: the parts of `window` that are used. */
export interface TokenPlaces {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly history: {
    readonly state: unknown;
    replaceState(state: unknown, unused: string, address: string): void;
  };
  readonly sessionStorage: TokenStorage & { getItem(key: string): string | null };
}

interface TokenStorage {
  setItem(key: string, value: string): void;
}

/** The token of the address (`#token=…`) or of an earlier load of the page. It is removed from the address. */
export function readToken({ location, history, sessionStorage }: TokenPlaces): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return sessionStorage.getItem(KEY);
  // Neither a bookmark nor a shared address must contain it.
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  keepToken(given, sessionStorage);
  return given;
}

/** Keeps the token until the tab is closed. */
export function keepToken(token: string, storage: TokenStorage): void {
  storage.setItem(KEY, token);
}
