/*
 * How large the package may get, in bytes. Each bound is some 10 % above what it was when it was set: enough for a repair, too
 * little for a new dependency or a large file that gets in by accident. Whoever raises one knows what for, and says so in the
 * commit. `npm run sizes` shows what there is.
 */

/**
 * The archive. Three fifths of it are what runs, the live page with Graphviz included, and its types. The rest is sources
 * and maps, which let an editor and a debugger show what runs, and the documents that README.md links.
 */
export const MAX_PACKED_BYTES = 3_000_000;

/** The files of the archive. */
export const MAX_UNPACKED_BYTES = 9_600_000;

/** The package, its dependencies and XState: what `npm install statecart xstate` adds to a project. */
export const MAX_INSTALLED_BYTES = 12_600_000;

/** Each entry point in a bundle, minified, with its dependencies and without peers. A shop is most of all of them. */
export const MAX_MINIFIED_BYTES: Readonly<Record<string, number>> = {
  statecart: 460_000,
  // Charts to tables.
  'statecart/compile': 68_000,
  // The log, its checkpoint in LMDB, and the programs of two workers as texts.
  'statecart/disk': 230_000,
  // A third is the program of the thread that talks to the mail server.
  'statecart/email': 34_000,
  // The inspection of a shop, which knows the compiled charts, and a server.
  'statecart/inspect': 98_000,
  'statecart/lmdb': 47_000,
  // The standard charts and the drawing of charts.
  'statecart/machines': 70_000,
  'statecart/otel': 10_500,
  'statecart/push': 17_000,
  // It runs in a browser, too.
  'statecart/search': 73_000,
  'statecart/sms': 16_500,
  // It runs shops: an app that imports a shop anyway has the most of it already.
  'statecart/testing': 490_000,
  // Without the page itself, which is a file of its own.
  'statecart/watch': 115_000,
  'statecart/webhook': 19_000,
};

/** A bound says nothing when what it bounds is a smaller part of it. */
export const MIN_SHARE_OF_BOUND = 0.7;
