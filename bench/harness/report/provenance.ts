import type { Result } from '../results.ts';

/** Machine, versions, seed and settings of a run in one line. */
export function provenance({ name, environment, seed, settings }: Result): string {
  const { node, xstate, commit, dirty, date } = environment;
  const version = commit === null ? 'no commit' : `commit ${commit}${dirty ? ' with changes' : ''}`;
  const asked = Object.entries(settings).map(([key, value]) => `${key} ${shown(value)}`);
  return [
    `${name}: ${machineOf(environment)}`,
    `Node.js ${node}, XState ${xstate}, ${version}, ${date.slice(0, 10)}`,
    [`seed ${seed}`, ...asked].join(', '),
  ].join('; ');
}

/** `AMD EPYC, 2 cores, 24 GiB, Linux 6.18 x64` */
export function machineOf({ cpu, cores, memoryBytes, os }: Result['environment']): string {
  return `${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${os}`;
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([key, part]) => `${key}=${shown(part)}`);
  return parts.join(',');
}
