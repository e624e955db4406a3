import { printError } from '../../src/terminal/output.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { measureSync } from '../harness/measureSync.ts';
import { runBenchmark } from '../harness/runBenchmark.ts';
import { temporaryFilesOn } from '../harness/temporaryFolder.ts';
import { measureBacklog } from './backlog/measureBacklog.ts';
import type { NotifyFigures } from './figures.ts';
import { figuresText } from './figuresText.ts';
import { HANGING_TIMEOUT_MS, PRODUCTS, USERS } from './limits.ts';
import { measureHanging, measureHealthy } from './load/measureLoad.ts';
import { requirements } from './notifyVerdict.ts';
import { HELP, type NotifyArguments, readArguments } from './readArguments.ts';

/**
 * The command `npm run bench:notify`; {@link HELP} says what it does.
 *
 * Goals: how fast a backlog of messages leaves and what it takes of the memory, what a mail server can do to the commands
 * of a shop, and what a message costs beside the order that it tells of.
 * Non-goals: the mail server, networks, push messages, SMS and webhooks, and templates of one's own.
 */
export const notifyCommand: Command<NotifyArguments> = {
  name: 'notify',
  help: HELP,
  readArguments,
  async run(given) {
    const { seed, out, ...settings } = given;
    const figures = await runBenchmark({
      ...{ name: 'notify', seed, out, figuresText },
      settings: {
        ...{ ...settings, users: USERS, products: PRODUCTS },
        ...{ hangingTimeoutMs: HANGING_TIMEOUT_MS, temporaryFilesOn: temporaryFilesOn() },
        syncMicros: await measureSync(),
      },
      measure: () => measure(given),
    });
    const missed = requirements(figures).filter(({ isMet }) => !isMet);
    for (const { text } of missed) printError(`notify: missed: ${text}\n`);
    return missed.length > 0 ? 1 : 0;
  },
};

async function measure(given: NotifyArguments): Promise<NotifyFigures> {
  const { parts, backlogStores, loadStores } = given;
  const each = async <Store, Figures>(
    part: NotifyArguments['parts'][number],
    stores: readonly Store[],
    measureOne: (store: Store) => Promise<Figures>,
  ): Promise<Figures[]> => {
    const figures: Figures[] = [];
    if (!parts.includes(part)) return figures;
    for (const store of stores) figures.push(await measureOne(store));
    return figures;
  };
  return {
    backlog: await each('backlog', backlogStores, (store) => measureBacklog(store, given)),
    hanging: await each('hanging', loadStores, (store) => measureHanging(store, given)),
    healthy: await each('healthy', loadStores, (store) => measureHealthy(store, given)),
  };
}
