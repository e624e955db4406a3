import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Change, Key } from '../../../src/index.ts';
import { verifyChecksum } from '../../../src/store/lmdb/checksum.ts';
import { GroupCommit, type GroupCommitOptions } from '../../../src/store/lmdb/groupCommit.ts';
import { loopTurns } from '../../rules/loopTurns.ts';

/** One write of LMDB, which ends when the test says so. */
interface Write {
  /** What it has been given to write: the text by key; undefined for a record that it removes. */
  readonly texts: Map<string, string | undefined>;
  readonly succeed: () => void;
  readonly fail: (cause: Error) => void;
}

/**
 * A group commit on a database that the test plays.
 *
 * @param inode that of the data file when it was opened; there is no such file any more.
 */
function open(inode?: bigint) {
  const writes: Write[] = [];
  let texts: Write['texts'] = new Map();
  const root = {
    ifVersion(_key: string, _token: number, collect: () => void) {
      texts = new Map();
      collect();
      return new Promise<boolean>((resolve, reject) => {
        writes.push({ texts, succeed: () => resolve(true), fail: reject });
      });
    },
  };
  const records = {
    put: (key: Key, value: Buffer) => {
      texts.set(key.join(), verifyChecksum(key, Buffer.from(value)));
    },
    remove: (key: Key) => {
      texts.set(key.join(), undefined);
    },
  };
  const database = { root, records } as unknown as Pick<GroupCommitOptions, 'root' | 'records'>;
  const writer = { token: 1 } as GroupCommitOptions['writer'];
  const place = { path: tmpdir(), inode, mapSize: undefined, writer };
  const commit = new GroupCommit({ ...database, ...place });
  return { commit, writes, last: () => writes.at(-1) as Write };
}

function put(name: string, value: string): Change {
  return { op: 'put', key: ['n', name], value };
}

/** The entries of a range, none of which the database has. */
function entriesOf(commit: GroupCommit, reverse = false) {
  return [...commit.overlay([], { prefix: ['n'], reverse })].map(
    ([key, value]) => `${key[1]}=${value}`,
  );
}

describe('of two groups, one being written and one that waits,', () => {
  /** The first group is being written, the second waits. */
  async function openTwo() {
    const opened = open();
    const { commit } = opened;
    const first = commit.add([put('a', 'old'), put('b', 'old'), put('c', 'old')]);
    await loopTurns();
    const second = commit.add([put('a', 'new'), { op: 'delete', key: ['n', 'b'] }]);
    expect(opened.writes).toHaveLength(1);
    const outcomes = ['pending', 'pending'];
    for (const [index, durable] of [first, second].entries()) {
      durable.then(
        () => {
          outcomes[index] = 'durable';
        },
        (error: Error) => {
          outcomes[index] = error.message;
        },
      );
    }
    return { ...opened, outcomes };
  }

  it('the newer wins when a record is read', async () => {
    const { commit } = await openTwo();
    expect(commit.pendingChange(['n', 'a'])).toEqual(put('a', 'new'));
    expect(commit.pendingChange(['n', 'b'])?.op).toBe('delete');
    expect(commit.pendingChange(['n', 'c'])).toEqual(put('c', 'old'));
  });

  it('the newer wins in a range', async () => {
    const { commit } = await openTwo();
    expect(entriesOf(commit)).toEqual(['a=new', 'c=old']);
    expect(entriesOf(commit, true)).toEqual(['c=old', 'a=new']);
  });

  it('the newer is written after the older', async () => {
    const { writes, outcomes, last } = await openTwo();
    last().succeed();
    await loopTurns();
    expect(outcomes).toEqual(['durable', 'pending']);
    expect(writes).toHaveLength(2);
    expect([...last().texts]).toEqual([
      ['n,a', 'new'],
      ['n,b', undefined],
    ]);
    last().succeed();
    await loopTurns();
    expect(outcomes).toEqual(['durable', 'durable']);
  });

  it('those who wait behind a group that has failed hear of it', async () => {
    const { outcomes, last } = await openTwo();
    last().fail(new Error('no space left'));
    await loopTurns();
    const why = expect.stringMatching(
      /cannot be written: no space left \(\d+ bytes are free on its disk\)$/,
    );
    expect(outcomes).toEqual([why, why]);
  });

  it('nothing is written after one has failed, and what was committed can still be read', async () => {
    const { commit, writes, outcomes, last } = await openTwo();
    last().fail(new Error('no space left'));
    await loopTurns();
    expect(writes).toHaveLength(1);
    expect(outcomes).not.toContain('pending');
    const late = await Promise.allSettled([commit.add([put('d', 'late')]), commit.add([])]);
    expect(late.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await loopTurns();
    expect(writes).toHaveLength(1);
    expect(entriesOf(commit)).toEqual(['a=new', 'c=old']);
    await commit.flushed();
  });
});

describe('a group', () => {
  it('of long texts of three-byte characters is written whole', async () => {
    const { commit, last } = open();
    const texts = Array.from({ length: 20 }, (_, index) => '語'.repeat(500 + index));
    const durable = commit.add(texts.map((text, index) => put(`${index}`, text)));
    await loopTurns();
    expect([...last().texts.values()]).toEqual(texts);
    last().succeed();
    await durable;
  });

  it('is not written once the data file has been removed, since it could never be read', async () => {
    const { commit, writes } = open(1n);
    const outcome = commit.add([put('a', '1')]).catch(({ message }: Error) => message);
    await loopTurns();
    expect(writes).toEqual([]);
    expect(await outcome).toMatch(/cannot be written: its data file has been removed$/);
  });

  it('with a key that is too long is refused as a whole, before LMDB gets any of it', async () => {
    const { commit, writes } = open();
    const key = ['n', 'k'.repeat(1901)];
    expect(() => commit.add([put('a', '1'), { op: 'put', key, value: '' }])).toThrow(RangeError);
    await loopTurns();
    expect(writes).toEqual([]);
    expect(entriesOf(commit)).toEqual([]);
  });
});
