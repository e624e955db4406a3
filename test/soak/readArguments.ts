import { readChoice } from '../../src/terminal/readChoice.ts';
import { type Flags, readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { readPath } from '../../src/terminal/readPath.ts';
import { FAULTS, type Fault } from './faultyStore.ts';
import { STORE_KINDS, type StoreKind } from './openStore.ts';

export const HELP = `Usage: npm run soak -- [--kills N] [--kills-per-store N] [--seed N] [--path FOLDER]
                       [--store KIND] [--no-simulation] [--fault NAME]

Lets processes sell from a shop on disk and kills them with SIGKILL, at work and while they open it.
After each kill the shop is opened again: its records must be those of one of its turns, not before
the last acknowledged one, and everything that was answered must still be so. The next process goes
on with the same shop. Afterwards runs the simulation tests, where they are, with more runs.

  --kills N            processes to kill; 500 when left out
  --kills-per-store N  then a new shop, whose making is killed first; 24 when left out
  --seed N             makes the same choices again (kills still come at other moments of the work);
                       a random one when left out
  --path FOLDER        where the shops are; a temporary folder when left out. A lost one stays there
  --store KIND         ${STORE_KINDS.join(' or ')}; lmdb when left out
  --no-simulation      do not run the simulation tests
  --fault NAME         let the stores do something wrong, to see that it is noticed:
                       ${FAULTS.join(', ')}
  --help               print this and do nothing

Exit code: 0, or 1 if anything was lost or wrong, or 2 if the arguments are no good.
`;

const OPTIONS = {
  kills: { type: 'string', default: '500' },
  'kills-per-store': { type: 'string', default: '24' },
  seed: { type: 'string' },
  path: { type: 'string' },
  store: { type: 'string', default: 'lmdb' },
  fault: { type: 'string' },
  'no-simulation': { type: 'boolean' },
} as const satisfies Flags;

export interface SoakArguments {
  readonly kills: number;
  readonly killsPerStore: number;
  readonly seed?: number;
  readonly path?: string;
  readonly store: StoreKind;
  readonly fault?: Fault;
  readonly simulation: boolean;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): SoakArguments {
  const { values } = readFlags(argv, OPTIONS);
  const { kills, seed, path, store, fault } = values;
  return {
    kills: readInteger('--kills', kills, { min: 1, max: 1_000_000 }),
    killsPerStore: readInteger('--kills-per-store', values['kills-per-store'], {
      min: 1,
      max: 1000,
    }),
    store: readChoice('--store', store, STORE_KINDS),
    simulation: values['no-simulation'] !== true,
    ...(seed !== undefined && { seed: readInteger('--seed', seed, SEED_RANGE) }),
    ...(path !== undefined && { path: readPath('--path', path, 'folder') }),
    ...(fault !== undefined && { fault: readChoice('--fault', fault, FAULTS) }),
  };
}
