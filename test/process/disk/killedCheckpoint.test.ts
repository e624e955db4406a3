import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { diskStore } from 'statecart/disk';
import { afterAll, expect, test } from 'vitest';
import { runs } from '../../properties/runs.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

const ROOT = join(import.meta.dirname, '../../..');
const stores = temporaryStores('killedCheckpoint');
afterAll(() => stores.remove());

/** More than the store's own thread brings to a checkpoint: another thread has to. */
const OPTIONS = { segmentBytes: 400_000, checkpointEveryBytes: 1_200_000 };

/** Commits turns from a number on, and prints each one that is acknowledged. */
const CODE = `
  import { diskStore } from 'statecart/disk';
  import { writeSync } from 'node:fs';
  const [path, first] = process.argv.slice(1);
  // A thread that does not start is told by a warning.
  process.on('warning', ({ message }) => process.exit(writeSync(1, message)));
  const store = await diskStore({ path, ...${JSON.stringify(OPTIONS)} });
  for (let turn = Number(first); ; turn++) {
    const value = turn + ' ' + 'x'.repeat(20000);
    await store.commit([
      { op: 'put', key: ['turn'], value: String(turn) },
      { op: 'put', key: ['even', turn % 50], value },
      { op: 'put', key: ['odd', turn % 50], value },
    ]);
    writeSync(1, turn + '\\n');
  }`;

/** Runs the program until it has acknowledged some turns, and kills it. @returns the last of them. */
async function runAndKill(path: string, first: number, turns: number): Promise<number> {
  const args = ['--input-type=module', '--eval', CODE, path, String(first)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (more: Buffer) => {
    text += String(more);
    if (text.split('\n').length > turns) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(text).not.toContain('checkpoints itself');
  return Number(text.split('\n').at(-2));
}

test('a process that is killed while a thread writes a large checkpoint loses nothing', async () => {
  const path = stores.next();
  let last = 0;
  for (let kill = 0; kill < runs(8); kill++) {
    // About thirty turns are one checkpoint.
    const acknowledged = await runAndKill(path, last + 1, 28 + ((kill * 7) % 13));
    expect(acknowledged).toBeGreaterThan(last);
    const store = await diskStore({ path, ...OPTIONS });
    last = Number(store.get(['turn']));
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    for (let turn = Math.max(1, last - 49); turn <= last; turn++) {
      for (const kind of ['even', 'odd']) {
        expect(store.get([kind, turn % 50])?.startsWith(`${turn} `)).toBe(true);
      }
    }
    // Some of the next processes find a closed store, the others one that was killed twice.
    if (kill % 2 === 0) await store.close();
    else {
      await store.commit([{ op: 'put', key: ['turn'], value: String(last) }]);
      await store.close();
    }
  }
});
