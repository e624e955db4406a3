export interface Rung {
  readonly name: string;
  /** Files, and folders that end with a slash. */
  readonly paths: readonly string[];
}

/** The floors of the product, the lowest first: a file imports from its own rung or a lower one. */
export const RUNGS: readonly Rung[] = [
  { name: 'base', paths: ['src/base/'] },
  { name: 'terminal, web', paths: ['src/terminal/', 'src/web/'] },
  { name: 'machines', paths: ['machines/'] },
  { name: 'search', paths: ['src/search/'] },
  { name: 'store', paths: ['src/store/'] },
  { name: 'internals of XState', paths: ['src/xstate/internals.ts'] },
  { name: 'charts', paths: ['src/charts/'] },
  { name: 'xstate', paths: ['src/xstate/'] },
  { name: 'schema', paths: ['src/schema/'] },
  { name: 'checkpoint', paths: ['src/checkpoint/'] },
  { name: 'items', paths: ['src/items/'] },
  { name: 'runtime', paths: ['src/runtime/'] },
  { name: 'admission', paths: ['src/admission/'] },
  { name: 'health, diagnostics', paths: ['src/health/', 'src/diagnostics/'] },
  { name: 'commands', paths: ['src/commands/'] },
  {
    name: 'pricing, users, stock, facts',
    paths: ['src/pricing/', 'src/users/', 'src/stock/', 'src/facts/'],
  },
  { name: 'catalog', paths: ['src/catalog/'] },
  { name: 'carts, orders', paths: ['src/carts/', 'src/orders/'] },
  { name: 'checkout', paths: ['src/checkout/'] },
  { name: 'notifications', paths: ['src/notifications/'] },
  { name: 'channels', paths: ['src/channels/'] },
  { name: 'page in the browser', paths: ['src/watch/watchTypes.ts', 'src/watch/page/'] },
  { name: 'figures', paths: ['src/stats/'] },
  { name: 'live page', paths: ['src/watch/'] },
  {
    name: 'shop',
    paths: [
      'src/options.ts',
      'src/quarantine/',
      'src/shopEngine.ts',
      'src/shopTypes.ts',
      'src/storeUse.ts',
      'src/commands/table.ts',
      'src/shop.ts',
      'src/warmUp.ts',
      'src/warmUp/',
    ],
  },
  { name: 'telemetry', paths: ['src/otel/'] },
  { name: 'inspection', paths: ['src/inspect/'] },
  { name: 'testing', paths: ['src/testing/'] },
  { name: 'command-line tool', paths: ['src/cli/'] },
  {
    name: 'doors',
    paths: [
      'src/compile.ts',
      'src/disk.ts',
      'src/email.ts',
      'src/index.ts',
      'src/inspect.ts',
      'src/lmdb.ts',
      'src/machines.ts',
      'src/otel.ts',
      'src/push.ts',
      'src/search.ts',
      'src/sms.ts',
      'src/testing.ts',
      'src/watch.ts',
      'src/webhook.ts',
    ],
  },
];

/** The rung with the longest path that fits, so that a file may stand on another than its folder. */
export function rungOf(file: string): Rung | undefined {
  let found: { readonly rung: Rung; readonly length: number } | undefined;
  for (const rung of RUNGS) {
    for (const path of rung.paths) {
      const fits = path.endsWith('/') ? file.startsWith(path) : file === path;
      if (fits && path.length > (found?.length ?? 0)) found = { rung, length: path.length };
    }
  }
  return found?.rung;
}
