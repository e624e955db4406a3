import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../../src/cli/writeWhole.ts';
import { newPath } from './storedShop.ts';

function* chunksThatFail(): Generator<string> {
  yield 'the head\n';
  yield 'an entry\n';
  throw new Error('the entry ["a"] is damaged');
}

/** A folder of its own. */
function newFolder(): string {
  const path = newPath();
  mkdirSync(path);
  return path;
}

describe('an export that fails', () => {
  it('leaves no draft, and no file under its name', async () => {
    const folder = newFolder();
    const file = join(folder, 'out.ndjson');
    await expect(writeWhole(file, chunksThatFail(), { force: true })).rejects.toThrow('is damaged');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the file of an earlier export as it is', async () => {
    const folder = newFolder();
    const file = join(folder, 'out.ndjson');
    writeFileSync(file, 'of last week');
    await expect(writeWhole(file, chunksThatFail(), { force: true })).rejects.toThrow('is damaged');
    expect(readdirSync(folder)).toEqual(['out.ndjson']);
    expect(readFileSync(file, 'utf8')).toBe('of last week');
  });

  it('shows nothing under its name while it is being written', async () => {
    const folder = newFolder();
    const file = join(folder, 'out.ndjson');
    const seen: string[][] = [];
    function* chunks() {
      yield 'a\n';
      seen.push(readdirSync(folder));
      yield 'b\n';
    }
    await writeWhole(file, chunks(), { force: true });
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toContain('out.ndjson');
    expect(readdirSync(folder)).toEqual(['out.ndjson']);
    expect(readFileSync(file, 'utf8')).toBe('a\nb\n');
  });
});
