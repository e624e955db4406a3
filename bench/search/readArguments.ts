import { readFlags } from '../cli/readFlags.ts';
import { readInteger } from '../cli/readNumber.ts';
import { UsageError } from '../cli/usageError.ts';
import { RESULTS_DIR } from '../harness/results.ts';
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
} from './limits.ts';
import { VARIANTS, type Variant } from './peer.ts';

export const HELP = `Usage: npm run bench:search -- [options]

How long it takes to find products among many, and to change one of them: statecart beside what people
use in its place, with the same catalogue and the same searches. Three kinds of searches: a text alone;
a text with filters, a sort and facets; filters with a sort and facets.

  --products N   products of the catalogue (${PRODUCTS})
  --searches N   searches of each kind; whoever needs longer than ${SECONDS_PER_KIND} s for them makes fewer (${SEARCHES})
  --seconds S    how long checkouts go on beside searches (${SHOP_SECONDS})
  --rounds N     how often each variant runs, for a median (1)
  --only NAMES   only these variants, with commas between them
  --seed N       which catalogue and which searches (1)
  --out DIR      where search-<products>.json and the report go (${RESULTS_DIR})
  --help         print this and do nothing

The variants:
  statecart    the index behind shop.search; all kinds of changes, too
  naive        an array, a predicate on each product, a sort of what is left; words made ready before
  minisearch   MiniSearch for the text; filters, sorts and facets by the records that it finds
  flexsearch   FlexSearch, the same way
  sqlite-fts5  SQLite in memory: FTS5 for the text, B-trees for the filters, GROUP BY for the facets
  shop         a whole shop: ${CHECKOUTS_PER_SECOND} checkouts and ${SEARCHES_PER_SECOND} searches a second on one thread, each latency from
               when it was due; left out above ${MAX_SHOP_PRODUCTS} products

Every run is a process of its own. Where both have run, the answers of statecart are compared with those
of the naive way. Ten million products need some 20 GB of memory.
Exit code: 0, or 1 if answers differ or a run fails, or 2 if the arguments are no good.
`;

export interface SearchArguments {
  readonly products: number;
  readonly searches: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly variants: readonly Variant[];
  readonly seed: number;
  readonly out: string;
}

/**
 * @returns `'help'` if that is what was asked for.
 * @throws UsageError if the arguments are not those of {@link HELP}.
 */
export function readArguments(argv: readonly string[]): SearchArguments | 'help' {
  const { values } = readFlags(argv, {
    products: { type: 'string', default: String(PRODUCTS) },
    searches: { type: 'string', default: String(SEARCHES) },
    seconds: { type: 'string', default: String(SHOP_SECONDS) },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: RESULTS_DIR },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) return 'help';
  if (values.out === '') throw new UsageError('--out: expected a folder, got nothing');
  return {
    products: readInteger('--products', values.products, PRODUCTS_RANGE),
    searches: readInteger('--searches', values.searches, SEARCHES_RANGE),
    seconds: readInteger('--seconds', values.seconds, SHOP_SECONDS_RANGE),
    rounds: readInteger('--rounds', values.rounds, { min: 1, max: MAX_ROUNDS }),
    variants: values.only === undefined ? VARIANTS : variantsOf(values.only),
    seed: readInteger('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }),
    out: values.out,
  };
}

function variantsOf(text: string): Variant[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !VARIANTS.includes(name as Variant));
  if (unknown !== undefined) {
    const given = JSON.stringify(unknown);
    throw new UsageError(`--only: expected names of ${VARIANTS.join(', ')}; got ${given}`);
  }
  return VARIANTS.filter((variant) => names.includes(variant));
}
