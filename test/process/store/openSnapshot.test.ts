import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, describe, expect, it } from 'vitest';

const home = mkdtempSync(join(tmpdir(), 'statecart-snapshot-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Sends what the snapshot shows whenever it gets a message. */
const READER = `
  const { openSnapshot } = await import(process.argv[1]);
  const snapshot = await openSnapshot(process.argv[2]);
  process.stdin.resume();
  process.on('message', () => {
    const entries = [...snapshot.range({ prefix: ['n'] })].map(([, text]) => text);
    process.send([...entries, snapshot.get(['n', 1]), snapshot.get(['n', 2]) ?? null]);
  });
  process.send('open');
`;

describe('a snapshot', () => {
  it('shows one moment, also after another process has written', async () => {
    const path = join(home, 'store');
    const module = new URL('../../../dist/src/store/lmdb/openSnapshot.js', import.meta.url).href;
    const store = await lmdbStore({ path });
    await store.commit([{ op: 'put', key: ['n', 1], value: 'old' }]);
    const reader = spawn(process.execPath, ['--input-type=module', '-e', READER, module, path], {
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
    });
    try {
      expect((await once(reader, 'message'))[0]).toBe('open');
      for (let round = 0; round < 5; round++) {
        reader.send('look');
        expect((await once(reader, 'message'))[0]).toEqual(['old', 'old', null]);
        // More than the free pages can take, so that the file grows.
        await store.commit([
          { op: 'put', key: ['n', 1], value: `new ${round}` },
          { op: 'put', key: ['n', 2], value: 'x'.repeat(1_000_000) },
        ]);
      }
    } finally {
      reader.kill();
    }
    await store.close();
  });
});
