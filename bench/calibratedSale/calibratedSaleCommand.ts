import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from '../../src/terminal/output.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { openResults } from '../harness/results.ts';
import { runChild } from '../harness/runChild.ts';
import type { SaleArguments, SaleSettings } from '../sale/readArguments.ts';
import { saleCommand } from '../sale/saleCommand.ts';
import { choiceText, chooseRate } from './chooseRate.ts';
import { TIMEOUT_MS } from './limits.ts';
import type { Capacity } from './measureCapacity.ts';
import { HELP, readArguments } from './readArguments.ts';

const CHILD = fileURLToPath(new URL(`runCalibration${extname(import.meta.url)}`, import.meta.url));

/** Where those look who have seen the demo and the sale. */
const NEXT = `
Where to look next:
  docs/guide.md       how to sell something: the API by task
  npm run flash-sale  a flash sale service on Fastify, in examples/flash-sale-service/
  npx statecart       the command-line tool: stores, charts, the live page
`;

/**
 * The second part of `npm start`; {@link HELP} says what it does.
 *
 * Goal: a first look at a sale on any machine, however fast it is and whatever else runs on it.
 * Non-goal: figures to publish, which `npm run sale` is for, where the rate is given.
 */
export const calibratedSaleCommand: Command<SaleArguments> = {
  name: 'start',
  help: HELP,
  readArguments,
  async run(given) {
    const { settings, out } = given;
    openResults(out);
    const { checkoutsPerSecond } = await calibrate(settings);
    const tps = chooseRate(checkoutsPerSecond, settings.tps);
    print(`${choiceText(checkoutsPerSecond, tps)}\n`);
    const code = await saleCommand.run({ ...given, settings: { ...settings, tps } });
    if (code === 0) print(NEXT);
    return code;
  },
};

/** In a process of its own: the sale begins with an empty heap. */
async function calibrate(settings: SaleSettings): Promise<Capacity> {
  const progress = startStagedProgress('calibrating');
  try {
    return await runChild<Capacity>({
      module: CHILD,
      task: settings,
      timeoutMs: TIMEOUT_MS,
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
  }
}
