export interface RetiredWord {
  /** An identifier, or the type of an event or a command (with a dot). */
  readonly retired: string;
  /** What the field calls it. */
  readonly term: string;
  /** The folders and files in which it is retired; everywhere, if there are none. Elsewhere it is an ordinary word. */
  readonly where?: readonly string[];
  /** True when only the identifier itself is retired, in any case; otherwise it may not be part of a longer one, either. */
  readonly exactly?: true;
}

/**
 * Words that this project once had of its own, and the field's term for each, as in docs/glossary.md. The actions of the charts in
 * machines/ (`tellShipped`, `noteTracking`) are public names and stay.
 */
export const RETIRED_WORDS: readonly RetiredWord[] = [
  // Actors and their directory.
  { retired: 'hire', term: 'spawnService', where: ['src/'] },
  { retired: 'newcomer', term: 'initialInput' },
  { retired: 'blank', term: 'isDisposable', exactly: true },
  { retired: 'settle', term: 'passivate', where: ['src/runtime/'] },
  { retired: 'settled', term: 'canPassivate or flushed', where: ['src/runtime/', 'src/store/'] },
  { retired: 'leaving', term: 'passivating', where: ['src/'] },
  { retired: 'hasLeft', term: 'isPassivated' },
  { retired: 'forget', term: 'confirmPassivated', where: ['src/runtime/'], exactly: true },
  { retired: 'putBack', term: 'releaseUntouched', where: ['src/'] },
  { retired: 'touched', term: 'activated', where: ['src/runtime/'], exactly: true },
  { retired: 'reached', term: 'onReceive', where: ['src/runtime/'], exactly: true },
  { retired: 'wake', term: 'reactivate, notifyWaiters', where: ['src/'] },
  { retired: 'birth', term: 'activeId', where: ['src/'] },
  { retired: 'place', term: 'active or archived', where: ['src/runtime/'] },
  { retired: 'noteLeft', term: 'markPassivated' },
  { retired: 'noteBack', term: 'markActive' },

  // XState.
  { retired: 'takeOver', term: 'patchSystem' },
  { retired: 'orderDesk', term: 'orderFactory' },
  { retired: 'perform', term: 'runActions', where: ['src/'] },
  { retired: 'performance', term: 'ActionContext', where: ['src/'] },
  { retired: 'obstacles', term: 'unsupportedFeatures', where: ['src/'] },

  // Commands, turns and commits.
  { retired: 'deliver', term: 'dispatch', where: ['src/commands/'] },
  { retired: 'transitionRefusal', term: 'acceptedTransitions', where: ['src/'], exactly: true },
  { retired: 'closedAnswer', term: 'rejectIfClosed' },
  { retired: 'conclude', term: 'beforeCommit' },
  { retired: 'publish', term: 'afterCommit', where: ['src/runtime/'] },
  { retired: 'ended', term: 'onStop', where: ['src/runtime/'], exactly: true },
  { retired: 'put', term: 'stage', where: ['src/runtime/'], exactly: true },
  { retired: 'keep', term: 'stageIfDurable', where: ['src/runtime/'], exactly: true },

  // Facts.
  { retired: 'told', term: 'RecordedFact', where: ['src/'] },
  { retired: 'tell', term: 'emit or append', where: ['src/'] },
  { retired: 'reached', term: 'highWatermark', where: ['src/facts/'], exactly: true },
  { retired: 'gone', term: 'lowWatermark', where: ['src/facts/'], exactly: true },
  { retired: 'keepFactsMs', term: 'factRetentionMs' },

  // Stores and the command-line tool.
  { retired: 'commitGroups', term: 'GroupCommit' },
  { retired: 'claim', term: 'acquire', where: ['src/store/'] },
  { retired: 'letGo', term: 'release' },
  { retired: 'seal', term: 'withChecksum', where: ['src/'] },
  { retired: 'sealed', term: 'withChecksum', where: ['src/'] },
  { retired: 'sealer', term: 'withChecksum', where: ['src/'] },
  { retired: 'unseal', term: 'verifyChecksum', where: ['src/'] },
  { retired: 'refuseDamage', term: 'verifyIntegrity' },
  { retired: 'scan', term: 'integrity worker', where: ['src/store/'] },
  { retired: 'cleanClose', term: 'clean-shutdown marker' },
  { retired: 'readAhead', term: 'backgroundLoad' },
  { retired: 'takeStock', term: 'summarize' },
  { retired: 'flat', term: 'flattenString', where: ['src/'], exactly: true },

  // Search.
  { retired: 'facts', term: 'RowKey', where: ['src/search/'] },
  { retired: 'factLists', term: 'RowKeyLists' },
  { retired: 'cell', term: 'Bucket', where: ['src/search/'] },
  { retired: 'zones', term: 'ZoneMap', where: ['src/search/'], exactly: true },
  { retired: 'tally', term: 'FacetCounts', where: ['src/search/'] },
  { retired: 'conditions', term: 'QueryPlan', where: ['src/search/'] },
  { retired: 'doubtful', term: 'needs exact check', where: ['src/search/'] },
  { retired: 'sure', term: 'covered', where: ['src/search/'] },
  { retired: 'rowSets', term: 'CandidateSets' },
  { retired: 'keepRows', term: 'filter kernels' },
  { retired: 'denseWords', term: 'TermBitmaps' },
  { retired: 'lexicon', term: 'TermDictionary' },
  { retired: 'near', term: 'fuzzy matches', where: ['src/search/'], exactly: true },

  // Charts and rules.
  { retired: 'parts', term: 'allocations', where: ['machines/', 'src/orders/', 'src/checkout/'] },
  { retired: 'inventory.commit', term: 'inventory.ship' },
  { retired: 'inventory.open', term: 'inventory.register' },
  { retired: 'lineBounds', term: 'LineLimits' },
  {
    retired: 'placed',
    term: 'OrderReceipt',
    where: ['src/checkout/', 'src/orders/'],
    exactly: true,
  },

  // Benchmarks.
  { retired: 'lives', term: 'order lifecycle', where: ['bench/'], exactly: true },
  { retired: 'fate', term: 'outcome', where: ['bench/', 'test/bench/'] },
  { retired: 'pump', term: 'load generator' },
  { retired: 'recorder', term: 'metrics', where: ['bench/', 'test/bench/'] },
];
