import { readFlags } from '../../src/terminal/readFlags.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import { HOT_PRODUCTS, WARM_UP_SECONDS } from '../sale/limits.ts';
import {
  readSettings,
  readWarmUp,
  type SaleArguments,
  SETTING_FLAGS,
} from '../sale/readArguments.ts';
import { LOAD_SHARE, SECONDS } from './limits.ts';

export const HELP = `Usage: npm run start -- [options]

A sale in memory, as npm run sale has it, at a rate that this machine can hold: ${100 * LOAD_SHARE} % of what a short
calibration finds. The calibration runs the requests of a sale in virtual time, as npm run bench:mix
does, and adds the cost of the load generator. It says what it has found and chosen.

  --tps N        highest rate, in checkouts a second, whatever the machine can do (10000)
  --seconds N    how long the sale is measured (${SECONDS})
  --warm-up S    seconds before that, which do not count (${WARM_UP_SECONDS})
  --users N      users who take part (100000)
  --products N   products on sale (100000)
  --mix M        shares of the requests, which add up to 1 or to 100
                 (browse=0.4,add=0.4,checkout=0.2)
  --hot SHARE    in the middle third of the run this share of the adds is for ${HOT_PRODUCTS} products that
                 sell out; 0 to 1 (0.2)
  --seed N       of all random choices: the same seed makes the same requests (1)
${resultHelp('sale-<tps>.json and the report', 13)}
  --help         print this and do nothing

Exit code: 0, or 1 if the audit of the shop finds a problem or a request fails, or 2 if an argument
is wrong. A missed rate is reported with what was held of it, and leaves the exit code at 0.
`;

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): SaleArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    ...SETTING_FLAGS,
    seconds: { type: 'string', default: String(SECONDS) },
    'warm-up': { type: 'string', default: String(WARM_UP_SECONDS) },
  });
  return {
    settings: { ...readSettings(values), store: 'memory' },
    warmUpMs: readWarmUp(values['warm-up']),
    out: readResultFolder(values),
    requiresRate: false,
  };
}
