import { printError } from '../../src/terminal/output.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { figuresOf } from './figures.ts';
import { figuresText } from './figuresText.ts';
import { CLIENTS, CLIENTS_DURABLE, PRODUCTS } from './limits.ts';
import { HELP, readArguments, type WatchArguments } from './readArguments.ts';
import { runVariants } from './runVariants.ts';
import { caseText } from './variant.ts';
import { requirements } from './watchVerdict.ts';

/**
 * The command `npm run bench:watch`; {@link HELP} says what it does.
 *
 * Goals: what being watched takes of the throughput and the CPU time of a shop, and that it takes bounded memory.
 * Non-goals: how fast a browser draws; several viewers; networks.
 */
export const watchCommand: Command<WatchArguments> = {
  name: 'watch',
  help: HELP,
  readArguments,
  async run(given) {
    const { seed, out, cases, browser, ...settings } = given;
    const figures = await runBenchmark({
      ...{ name: 'watch', seed, out, figuresText },
      settings: {
        ...settings,
        cases: cases.map(caseText),
        viewerOfPage: browser === null ? 'process' : 'Chromium',
        ...{ products: PRODUCTS, clients: CLIENTS, clientsOnDisk: CLIENTS_DURABLE },
      },
      measure: async () => figuresOf(await runVariants(given)),
    });
    const missed = requirements(figures).filter(({ isMet }) => !isMet);
    for (const { text } of missed) printError(`watch: missed: ${text}\n`);
    return missed.length > 0 ? 1 : 0;
  },
};
