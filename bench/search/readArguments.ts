import { readChoices } from '../../src/terminal/readChoice.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import { readDecimal, readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import {
  CHECKOUTS_PER_SECOND,
  MAX_ROUNDS,
  MAX_SHOP_PRODUCTS,
  PRODUCTS,
  PRODUCTS_RANGE,
  SEARCHES,
  SEARCHES_PER_SECOND,
  SEARCHES_RANGE,
  SECONDS_PER_KIND,
  SHOP_SECONDS,
  SHOP_SECONDS_RANGE,
  SHOP_WARM_UP_RANGE,
  SHOP_WARM_UP_SECONDS,
} from './limits.ts';
import { VARIANTS, type Variant } from './peer.ts';

export const HELP = `Usage: npm run bench:search -- [options]

How long it takes to find products among many, and to change one of them: statecart beside its
alternatives, with the same catalogue and the same searches. There are three kinds of searches: a
text alone; a text with filters, a sort and facets; filters with a sort and facets.

  --products N   products of the catalogue (${PRODUCTS})
  --searches N   searches of each kind, fewer where ${SECONDS_PER_KIND} s are not enough for them (${SEARCHES})
  --seconds S    how long checkouts go on beside searches (${SHOP_SECONDS})
  --warm-up S    seconds of them before that, which do not count (${SHOP_WARM_UP_SECONDS})
  --rounds N     how often each variant runs, for a median (1)
  --only NAMES   only these variants, with commas between them
  --seed N       which catalogue and which searches (1)
${resultHelp('search-<products>.json and the report', 13)}
  --help         print this and do nothing

The variants:
  statecart    the index of shop.search; all kinds of changes, too
  naive        an array: a predicate for each product, then a sort of the matches; words are split
               beforehand
  minisearch   MiniSearch for the text; filters, sorts and facets by the records that it finds
  flexsearch   FlexSearch, the same way
  sqlite-fts5  SQLite in memory: FTS5 for the text, B-trees for the filters, GROUP BY for the facets
  shop         a whole shop: ${CHECKOUTS_PER_SECOND} checkouts and ${SEARCHES_PER_SECOND} searches a second on one thread in an open
               loop, each latency from when it was due; left out above ${MAX_SHOP_PRODUCTS} products

Every run is a process of its own. Where both have run, the answers of statecart are compared with
those of the naive way. Ten million products need some 20 GB of memory.
Exit code: 0, or 1 if answers differ or a run fails, or 2 if an argument is wrong.
`;

export interface SearchArguments {
  readonly products: number;
  readonly searches: number;
  readonly seconds: number;
  /** Of the checkouts beside searches. */
  readonly warmUpMs: number;
  readonly rounds: number;
  readonly variants: readonly Variant[];
  readonly seed: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): SearchArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    products: { type: 'string', default: String(PRODUCTS) },
    searches: { type: 'string', default: String(SEARCHES) },
    seconds: { type: 'string', default: String(SHOP_SECONDS) },
    'warm-up': { type: 'string', default: String(SHOP_WARM_UP_SECONDS) },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
  });
  return {
    products: readInteger('--products', values.products, PRODUCTS_RANGE),
    searches: readInteger('--searches', values.searches, SEARCHES_RANGE),
    seconds: readInteger('--seconds', values.seconds, SHOP_SECONDS_RANGE),
    warmUpMs: 1000 * readDecimal('--warm-up', values['warm-up'], SHOP_WARM_UP_RANGE),
    rounds: readInteger('--rounds', values.rounds, { min: 1, max: MAX_ROUNDS }),
    variants: values.only === undefined ? VARIANTS : readChoices('--only', values.only, VARIANTS),
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    out: readResultFolder(values),
  };
}
