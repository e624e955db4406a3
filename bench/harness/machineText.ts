import { describeEnvironment } from './environment.ts';

/** What a benchmark ran on, on one line. */
export function machineText(): string {
  const { cpu, cores, memoryBytes, os, node, xstate, commit, dirty } = describeEnvironment();
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  const source =
    commit === null ? '' : `, commit ${commit}${dirty === true ? ' with changes' : ''}`;
  return `${cores} × ${cpu}, ${memory}, ${os}, Node.js ${node}, XState ${xstate}${source}`;
}
