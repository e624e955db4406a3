import type { Command } from '../../src/terminal/runCommand.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { figuresText } from './figures.ts';
import { IN_FLIGHT } from './limits.ts';
import { HELP, readArguments, type ScalingArguments } from './readArguments.ts';
import { runPoints } from './runPoints.ts';

/**
 * The command `npm run bench:scaling`; {@link HELP} says what it does.
 *
 * Goals: whether a checkout costs the same in a large shop as in a small one, and what one more
 * product, cart or past order takes in memory.
 * Non-goals: the highest throughput, which `npm run bench` and `npm run sale` are for, latency under
 * load, and stores on disk.
 */
export const scalingCommand: Command<ScalingArguments> = {
  name: 'scaling',
  help: HELP,
  readArguments,
  async run(given) {
    const { sizes, checkouts, seed, out } = given;
    const { failed } = await runBenchmark({
      ...{ name: 'scaling', seed, out, figuresText },
      settings: { sizes, checkouts, inFlight: IN_FLIGHT },
      measure: () => runPoints(given),
    });
    return failed.length === 0 ? 0 : 1;
  },
};
