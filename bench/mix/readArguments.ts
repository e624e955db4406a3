import { readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger } from '../../src/terminal/readNumber.ts';
import { readPath } from '../../src/terminal/readPath.ts';
import { type Build, otherBuild } from '../harness/build.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import { HOT_PRODUCTS } from '../sale/limits.ts';
import {
  readSettings,
  readWarmUp,
  type SaleSettings,
  SETTING_FLAGS,
} from '../sale/readArguments.ts';
import { REFERENCE_TPS, ROUNDS, ROUNDS_RANGE, SECONDS, WARM_UP_SECONDS } from './limits.ts';

export const HELP = `Usage: npm run bench:mix -- [options]

The requests of npm run sale, with the steps of their orders, in virtual time: each at its due time
on the shop's clock, one after the other, as fast as the shop answers. What it measures is the CPU
time that one second of a sale takes. It does not depend on how busy the machine is, as latency
does, so that it is the exact and cheap way to compare two builds.

  --against DIR   compare with another build: a checkout that has been built, or its folder dist
  --rounds N      runs of each build; their order is swapped each round (${ROUNDS})
  --tps N         checkouts a virtual second (10000)
  --seconds N     virtual seconds that are measured (${SECONDS})
  --warm-up S     virtual seconds before that (${WARM_UP_SECONDS})
  --users N       users who take part (100000)
  --products N    products on sale (100000)
  --mix M         shares of the requests, which add up to 1 or to 100
                  (browse=0.4,add=0.4,checkout=0.2)
  --hot SHARE     in the middle third of the measured part this share of the adds is for ${HOT_PRODUCTS} products
                  that sell out; 0 to 1 (0.2)
  --seed N        of all random choices: the same seed makes the same requests (1)
${resultHelp('mix.json and the report', 14)}
  --help          print this and do nothing

How it is measured:
  - Every run is a fresh process with one shop in memory. The other build is loaded from its folder
    and gets the same requests from this build's generator.
  - Cores are the CPU seconds of all threads for one virtual second, for ${REFERENCE_TPS} checkouts a second;
    the generator of the requests is part of them. The ratio is that of the two runs of a round.
  - The time of a command is wall-clock time from its call to its answer, garbage collections in
    between included. A browse reads one product and one cart.
  - Heap and RSS are what is in use at the end, after a full garbage collection.
  - The refusals and facts of all runs are counted and must be the same: two builds that do
    different things cannot be compared. The books of every shop are audited.
Exit code: 0, or 1 if two runs differ in what happened, if an audit finds a problem or if a run
fails, or 2 if an argument is wrong.
`;

export interface MixArguments {
  readonly settings: SaleSettings;
  readonly warmUpMs: number;
  readonly rounds: number;
  readonly other: Build | undefined;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): MixArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    ...SETTING_FLAGS,
    seconds: { type: 'string', default: String(SECONDS) },
    'warm-up': { type: 'string', default: String(WARM_UP_SECONDS) },
    rounds: { type: 'string', default: String(ROUNDS) },
    against: { type: 'string' },
  });
  const { against } = values;
  return {
    settings: { ...readSettings(values), store: 'memory' },
    warmUpMs: readWarmUp(values['warm-up']),
    rounds: readInteger('--rounds', values.rounds, ROUNDS_RANGE),
    other: against === undefined ? undefined : otherBuild(readPath('--against', against, 'folder')),
    out: readResultFolder(values),
  };
}
