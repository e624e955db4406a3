import { execFile } from 'node:child_process';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diskStore } from 'statecart/disk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Seeded, seeded } from '../../../bench/harness/seeded.ts';
import { PAGE_BYTES, randomBatch, temporaryStores } from '../crash/sampleStore.ts';

const ROOT = join(import.meta.dirname, '../../..');
const stores = temporaryStores('damagedCheckpoint');
afterAll(() => stores.remove());

const whole = stores.next();
const expected = stores.next();
let size: number;
let facts: string[];
beforeAll(async () => {
  const random = seeded(1);
  const sizes = { segmentBytes: 65_536, checkpointEveryBytes: 65_536 };
  const store = await diskStore({ path: whole, ...sizes });
  for (let turn = 0; turn < 40; turn++) await store.commit(randomBatch(random, turn));
  writeFileSync(expected, JSON.stringify([...store.range({ prefix: [] })]));
  facts = [...store.range({ prefix: ['fact'] })].map(([, value]) => value);
  await store.close();
  ({ size } = statSync(database(whole)));
});

function database(path: string): string {
  return join(path, 'checkpoint', 'data.mdb');
}

/** Opens a store in a process of its own, which a damaged page may end, and reads all of it. */
const CODE = `
  import { readFileSync } from 'node:fs';
  import { diskStore } from 'statecart/disk';
  const [path, file] = process.argv.slice(1);
  const expected = readFileSync(file, 'utf8');
  let when = 'opening';
  try {
    const store = await diskStore({ path });
    when = 'reading';
    const found = [...store.range({ prefix: [] })];
    if (JSON.stringify(found) !== expected) throw new Error('it has other records');
    await store.close();
    console.log('whole');
  } catch (error) {
    console.log(when + ': ' + error.message);
  }`;

/** What comes of a store whose database was changed. */
async function outcomeOf(change: (file: string) => void): Promise<string> {
  const path = stores.copyOf(whole);
  change(database(path));
  const args = ['--input-type=module', '--eval', CODE, path, expected];
  const ended = await promisify(execFile)(process.execPath, args, { cwd: ROOT }).catch(
    ({ signal }: { signal?: string }) => ({ stdout: `ended by ${signal}` }),
  );
  const { stdout } = ended;
  return stdout.trim().replace(`the store at ${path} cannot be opened: `, '');
}

function overwritten(at: number, bytes: Uint8Array) {
  return (file: string) => {
    const all = readFileSync(file);
    all.set(bytes, at);
    writeFileSync(file, all);
  };
}

const DAMAGE = /^opening: its checkpoint is damaged: /;

describe('a checkpoint', () => {
  test('that is undamaged has everything', async () => {
    expect(await outcomeOf(() => {})).toBe('whole');
  });

  // LMDB ends the process when it reads after the end of the file.
  test.each([
    ['half', () => size / 2],
    ['5000 bytes', () => 5000],
    ['its first two pages', () => 2 * PAGE_BYTES],
    ['nothing', () => 0],
  ])('that was cut to %s is refused at the opening', async (_, length) => {
    const outcome = await outcomeOf((file) => truncateSync(file, Math.floor(length())));
    expect(outcome).toBe('opening: its checkpoint is damaged: it has been cut');
  });

  test('that is a text, or zero, or without one of its first pages, is refused at the opening', async () => {
    const text = (file: string) => writeFileSync(file, 'Dear diary, today '.repeat(1000));
    expect(await outcomeOf(text)).toMatch(DAMAGE);
    expect(await outcomeOf(overwritten(0, Buffer.alloc(size)))).toMatch(DAMAGE);
    const rest = Buffer.alloc(size - 2 * PAGE_BYTES);
    expect(await outcomeOf(overwritten(2 * PAGE_BYTES, rest))).toMatch(DAMAGE);
    for (const page of [0, 1]) {
      const zeros = Buffer.alloc(PAGE_BYTES);
      expect(await outcomeOf(overwritten(page * PAGE_BYTES, zeros))).toMatch(DAMAGE);
      // With the number of an older transaction, the store would open in an older state.
      const number = Buffer.from([200]);
      expect(await outcomeOf(overwritten(page * PAGE_BYTES + 152, number))).toMatch(DAMAGE);
    }
  });

  // An opening reads no records: it would take as long as the store is large.
  test('with a damaged value is refused when the value is read', async () => {
    const outcome = await outcomeOf((file) => {
      const bytes = readFileSync(file);
      const value = facts.at(-1) as string;
      for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 1)) {
        bytes.write('X', at + 1);
      }
      writeFileSync(file, bytes);
    });
    expect(outcome).toMatch(/^reading: the entry \["fact",\d+\] is damaged$/);
  });

  // Headers of pages have no checksum: what LMDB then reads may end the process. The seed is fixed, since such damage
  // could also hide records.
  test('with random damage is mostly refused or has everything, and never has other records', async () => {
    const random = seeded(7);
    const outcomes: string[] = [];
    for (let round = 0; round < 10; round++) {
      const { at, bytes } = randomDamage(random);
      outcomes.push(await outcomeOf(overwritten(at, bytes)));
    }
    const text = outcomes.join('\n');
    expect(text).not.toContain('other records');
    const told = outcomes.filter((outcome) => /^(whole$|opening: |reading: )/.test(outcome));
    expect(told.length, text).toBeGreaterThanOrEqual(8);
  });
});

function randomDamage(random: Seeded): { at: number; bytes: Buffer } {
  const at = random.integer(size);
  const length = Math.min([1, 1, 16, 100, PAGE_BYTES][random.integer(5)] as number, size - at);
  const bytes = Buffer.from(readFileSync(database(whole)).subarray(at, at + length));
  for (const index of bytes.keys()) bytes[index] = random.integer(256);
  return { at, bytes };
}
