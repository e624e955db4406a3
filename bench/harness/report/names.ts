/** What the variants of benchmarks are called, by their names in results. */
type Names = Readonly<Record<string, string>>;

export const STORE_NAMES: Names = { memory: 'in memory', disk: 'log on disk', lmdb: 'LMDB' };

export const PEER_NAMES: Names = {
  map: 'two bare JavaScript Maps',
  statecart: 'statecart, in memory',
  'statecart-disk': 'statecart, log on disk',
  'statecart-lmdb': 'statecart, in LMDB',
  xstate: 'same charts, plain XState',
  redis: 'Redis, reservation only, in memory',
  'redis-aof-always': 'Redis, reservation only, on disk',
  'postgres-function': 'PostgreSQL, stored function',
  'postgres-for-update': 'PostgreSQL, SELECT FOR UPDATE',
};

export const SEARCH_NAMES: Names = {
  statecart: 'statecart',
  naive: 'an array, predicates, a sort',
  minisearch: 'MiniSearch, the rest by hand',
  flexsearch: 'FlexSearch, the rest by hand',
  'sqlite-fts5': 'SQLite in memory, FTS5',
};

export const NOTIFIER_NAMES: Names = {
  none: 'no notifications',
  log: 'no notifications, facts retained',
  sink: 'a channel that only counts',
  'same mails': 'no notifications, but as many mails beside the shop',
  email: 'email, in the thread of the shop',
  'email in a thread': 'email in a thread of its own',
};

export const WATCHED_NAMES: Names = {
  none: 'not watched',
  served: 'page served, no viewer',
  page: 'live page open',
  'stately-100': 'inspector, 100 actors',
  'stately-all': 'inspector, 10,000 actors, full rate',
  'stately-default': 'inspector, 10,000 actors',
};

/** The name of a variant; as it is in the result when it has none. */
export function nameIn(names: Names, variant: string): string {
  return Object.hasOwn(names, variant) ? (names[variant] ?? variant) : variant;
}
