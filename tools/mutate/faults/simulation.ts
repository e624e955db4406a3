import type { Fault } from '../fault.ts';

const STORE = 'test/rules/testing/simulatedStore.test.ts';
const SIMULATION = 'test/rules/testing/simulateShop.test.ts';
const RULES = 'test/rules/testing/rules.test.ts';
const MISUSE = 'test/rules/testing/misuse.test.ts';

/** The door for tests of users: the store that fails on purpose, and the simulation. */
export const SIMULATION_FAULTS: readonly Fault[] = [
  {
    rule: 'of the batches that wait for a simulated disk, a crash keeps the survivors only',
    file: 'src/testing/simulatedStore.ts',
    from: '.slice(0, survivors))',
    to: '.slice(0, survivors + 1))',
    tests: [STORE],
  },
  {
    rule: 'a simulated disk that has failed writes nothing more',
    file: 'src/testing/simulatedStore.ts',
    from: 'for (const lost of [group, ...waiting]) lost.reject(cause);\n      waiting = [];',
    to: 'group.reject(cause);',
    tests: [STORE],
  },
  {
    rule: 'a simulation reports a run that is another one when it is made again',
    file: 'src/testing/simulateShop.ts',
    from: 'if (difference !== undefined) throw notRepeated(',
    to: 'if (difference !== undefined && cause !== undefined) throw notRepeated(',
    tests: [SIMULATION],
  },
  {
    rule: 'a simulation reports a timer whose action throws',
    file: 'src/testing/simulation/shopSession.ts',
    from: 'if (cause !== undefined && store.failure === undefined)',
    to: 'if (cause !== undefined && store.failure !== undefined)',
    tests: [SIMULATION],
  },
  {
    rule: 'a simulation asks the check of the caller',
    file: 'src/testing/simulation/planOf.ts',
    from: 'async () => check?.(shop, { now })',
    to: 'async () => check && now && shop',
    tests: [SIMULATION],
  },
  {
    rule: 'the report of a simulation counts a state as reached only if an actor was in it',
    file: 'src/testing/simulation/chartCoverage.ts',
    from: 'if (!seen.has(name)) seen.set(name, false);',
    to: 'if (!seen.has(name)) seen.set(name, true);',
    tests: [SIMULATION],
  },
  {
    rule: 'an idempotency key that is repeated within its window has to bring the same order',
    file: 'src/testing/simulation/oncePerKey.ts',
    from: 'now - first.at >= this.#windowMs',
    to: 'now - first.at >= 0',
    tests: [RULES],
  },
  {
    rule: 'a simulation compares a shop that was opened again with what was durable',
    file: 'src/testing/simulation/expectRecovered.ts',
    from: 'if (copy.committed === store.durable) {',
    to: 'if (copy.committed !== store.durable) {',
    tests: [RULES],
  },
  {
    rule: 'random numbers of a simulation follow from the seed',
    file: 'src/testing/simulation/randomSource.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the file.
    from: '`${seed} ${stream} ${count++}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the file.
    to: '`${stream} ${count++}`',
    tests: [MISUSE],
  },
];
