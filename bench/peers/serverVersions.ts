import { execFileSync } from 'node:child_process';
import { findProgram, postgresFolder } from './findProgram.ts';
import type { Variant } from './peer.ts';

const SERVERS = [
  { name: 'redis-server', serves: /^redis/, version: /v=(\S+)/ },
  { name: 'postgres', serves: /^postgres/, version: /\) (\S+)/ },
];

/** Returns the versions of the servers of the variants, without those that are missing. */
export function serverVersions(variants: readonly Variant[]): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const { name, serves, version } of SERVERS) {
    if (!variants.some((variant) => serves.test(variant))) continue;
    const text = versionText(name);
    if (text !== undefined) versions[name] = version.exec(text)?.[1] ?? 'unknown';
  }
  return versions;
}

function versionText(name: string): string | undefined {
  try {
    const program = findProgram(name, { install: '', alsoIn: postgresFolder });
    return execFileSync(program, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
