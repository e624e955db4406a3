import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { findProgram, postgresFolder } from '../../../bench/peers/findProgram.ts';
import { Unavailable } from '../../../bench/peers/unavailable.ts';
import { type Running, startBuilt } from '../runBuilt.ts';
import { type Sandbox, sandbox } from '../sandbox.ts';
import { expectSane, smoke } from './smoke.ts';

function isThere(program: string): boolean {
  try {
    findProgram(program, { install: '', alsoIn: postgresFolder });
    return true;
  } catch {
    return false;
  }
}

const hasRedis = isThere('redis-server');
const hasPostgres = isThere('initdb') && isThere('postgres');
const SERVERS = [
  { program: 'redis-server', isMissing: !hasRedis, variants: ['redis', 'redis-aof-always'] },
  {
    program: 'postgres',
    isMissing: !hasPostgres,
    variants: ['postgres-function', 'postgres-for-update'],
  },
];

const QUICK = { rounds: 1 };

/** The runs of one server program, which start side by side: servers take long to start. */
interface Runs {
  readonly box: Sandbox;
  readonly sold: ReturnType<typeof smoke>;
  readonly interruptedBox: Sandbox;
  readonly interrupted: Running;
}

describe.each(SERVERS)('a server', ({ program, isMissing, variants }) => {
  const whenThere = `(skipped when ${program} is missing)`;
  let runs: Runs;
  beforeAll(() => {
    if (isMissing) return;
    const [box, interruptedBox] = [sandbox(), sandbox()];
    const only = ['--only', String(variants[0]), '--seconds', '60', '--out', interruptedBox.out];
    runs = {
      ...{ box, interruptedBox },
      sold: smoke(box, { only: variants.join(','), ...QUICK }),
      interrupted: startBuilt('peers', only, interruptedBox.env),
    };
  });

  // First, since it would sell for a minute while the other run waits for a core.
  test.skipIf(isMissing)(
    `of ${variants[0]} ends with a run that is interrupted ${whenThere}`,
    async () => {
      const { interruptedBox: box, interrupted } = runs;
      await hasSocket(box);
      if (existsSync('/proc')) expect(box.processes()).not.toEqual([]);
      interrupted.child.kill('SIGINT');
      const { status, stdout } = await interrupted.ended;
      expect(status).toBe(130);
      expect(stdout).not.toContain('checkouts of two lines');
      expectNothingLeft(box);
    },
  );

  test.skipIf(isMissing)(
    `of ${variants[0]} sells what was bought, and nothing of it is left behind ${whenThere}`,
    async () => {
      const { box, sold } = runs;
      const { figures } = await sold;
      expect(figures.skipped).toEqual([]);
      expectSane(figures.checkouts, { variants, ...QUICK });
      expect(figures.lifecycles).toEqual([]);
      expectNothingLeft(box);
    },
  );
});

function expectNothingLeft(box: Sandbox): void {
  const left = { files: box.leftovers(), processes: box.processes() };
  expect(left).toEqual({ files: [], processes: [] });
}

/** Waits until a server listens. */
async function hasSocket(box: Sandbox): Promise<void> {
  const sockets = ['redis.sock', '.s.PGSQL.5432'];
  const listens = () =>
    box.leftovers().some((name) => sockets.some((s) => existsSync(join(box.path, name, s))));
  while (!listens()) await sleep(20);
}

test('a variant that cannot take part is skipped by name, with what to install or why', async () => {
  const box = sandbox();
  const folder = join(box.out, 'bin');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'redis-server');
  writeFileSync(program, '#!/bin/sh\necho "no memory left" >&2\nexit 1\n');
  chmodSync(program, 0o755);
  const { figures, stdout } = await smoke(box, {
    only: 'map,redis,postgres-function',
    rounds: 2,
    env: { PATH: folder },
  });
  const reasons = {
    redis: `${program} does not start: no memory left`,
    'postgres-function': 'there is no initdb: apt-get install postgresql',
  };
  for (const [variant, reason] of Object.entries(reasons)) {
    expect(figures.skipped).toContainEqual({ variant, reason });
    expect(stdout).toContain(`skipped: ${variant}: ${reason}`);
  }
  expect(figures.skipped).toHaveLength(2);
  expectSane(figures.checkouts, { variants: ['map'], rounds: 2 });
  expect(box.leftovers()).toEqual([]);
});

test('a program that is in no folder of PATH is missing, and the message says how to install it', () => {
  for (const path of ['', tmpdir()]) {
    vi.stubEnv('PATH', path);
    const find = () => findProgram('redis-server', { install: 'apt-get install redis-server' });
    expect(find).toThrow(Unavailable);
    expect(find).toThrow('there is no redis-server: apt-get install redis-server');
  }
  vi.unstubAllEnvs();
});
