import { randomInt } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { runs } from '../../properties/runs.ts';
import { temporaryStores } from '../crash/sampleStore.ts';
import {
  type Arrival,
  type Line,
  MAX_BATCH,
  MAX_CONCURRENT,
  runSelling,
} from './sellingProcess.ts';

const stores = temporaryStores('killed-deliveries');
afterAll(() => stores.remove());

/** More than fill the calls of both channels: kills come early and late. */
const MOST_ARRIVALS = 60;
const CHANNELS = ['mail', 'hook'];

/** An arrival, and what became of it. */
interface Judged extends Arrival {
  /** The number of the process: 0, 1, 2, ... */
  readonly process: number;
  /** What its channel has answered; undefined if the process was killed before. */
  readonly result: string | undefined;
}

function judge(lines: readonly Line[], process: number): Judged[] {
  const answers = new Map(
    lines.flatMap((line) => ('answered' in line ? [[line.answered, line.results] as const] : [])),
  );
  const places = new Map<number, number>();
  return lines.flatMap((line) => {
    if (!('id' in line)) return [];
    const place = places.get(line.call) ?? 0;
    places.set(line.call, place + 1);
    return [{ ...line, process, result: answers.get(line.call)?.[place] }];
  });
}

/** Sells on one store with a process after the other, each of which is killed, and lets the last one finish. */
async function sellWithKills(kind: 'lmdb' | 'disk', kills: number) {
  const path = stores.next();
  const arrivals: Judged[] = [];
  for (let process = 0; process < kills; process++) {
    const killAfter = 1 + randomInt(MOST_ARRIVALS);
    const { ended, lines } = await runSelling({ path, kind, mode: 'sell', killAfter });
    expect(ended).toBe('SIGKILL');
    arrivals.push(...judge(lines, process));
  }
  const last = await runSelling({ path, kind, mode: 'finish' });
  expect(last.ended).toBe(0);
  arrivals.push(...judge(last.lines, kills));
  const again = await runSelling({ path, kind, mode: 'finish' });
  expect(again.ended).toBe(0);
  expect(judge(again.lines, kills + 1), 'arrivals when all had arrived').toEqual([]);
  const facts = last.lines.flatMap((line) => ('logged' in line ? [line.logged] : []));
  return { arrivals, facts, kills };
}

type Sale = Awaited<ReturnType<typeof sellWithKills>>;

function expectComplete({ arrivals, facts }: Sale): void {
  const bySeq = new Map(facts.map((fact) => [fact.seq, fact]));
  // No message comes before its fact is durable: otherwise a kill would undo some of these facts.
  for (const { id, fact } of arrivals) expect(fact, id).toEqual(bySeq.get(fact.seq));
  const wanted = facts.filter(({ type }) => type.startsWith('order.')).map(({ seq }) => seq);
  for (const channel of CHANNELS) {
    const own = arrivals.filter((arrival) => arrival.channel === channel);
    const arrived = new Set(own.map(({ fact }) => fact.seq));
    expect(
      wanted.filter((seq) => !arrived.has(seq)),
      `lost on ${channel}`,
    ).toEqual([]);
  }
}

function expectOrdered({ arrivals }: Sale): void {
  const newest = new Map<string, { readonly process: number; readonly seq: number }>();
  const seen = new Set<string>();
  for (const { id, channel, process, fact } of arrivals) {
    const about = `${channel} ${fact.orderId}`;
    const before = newest.get(about);
    // What was under way at a kill comes again, but within a process nothing goes back.
    const isAhead = before === undefined || fact.seq >= before.seq;
    const isRepeated = seen.has(id) && process > (before?.process ?? 0);
    expect(isAhead || isRepeated, `${id} comes after ${before?.seq}`).toBe(true);
    newest.set(about, { process, seq: fact.seq });
    seen.add(id);
  }
}

/** @returns the number of calls of which a kill has made the shop repeat messages. */
function expectRepeatedOnlyIfUnderWay({ arrivals, kills }: Sale): number {
  const calls = new Map<string, Set<number>>();
  const last = new Map<string, Judged>();
  for (const arrival of arrivals) {
    const { id, channel, process } = arrival;
    const before = last.get(id);
    last.set(id, arrival);
    if (before === undefined || before.result === 'retry') continue;
    expect(process, `${id} comes twice in a process`).toBeGreaterThan(before.process);
    const kill = `${channel} ${before.process}`;
    calls.set(kill, (calls.get(kill) ?? new Set()).add(before.call));
  }
  for (const [kill, repeated] of calls) {
    expect(repeated.size, `calls under way at kill ${kill}`).toBeLessThanOrEqual(MAX_CONCURRENT);
  }
  expect(calls.size).toBeLessThanOrEqual(kills * CHANNELS.length);
  return [...calls.values()].reduce((sum, repeated) => sum + repeated.size, 0);
}

function expectStableIds({ arrivals }: Sale): void {
  const contents = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const { id, channel, fact } of arrivals) {
    const content = JSON.stringify([channel, fact]);
    expect(contents.get(id) ?? content, id).toBe(content);
    expect(ids.get(content) ?? id, content).toBe(id);
    contents.set(id, content);
    ids.set(content, id);
  }
}

describe.concurrent('deliveries of a process that is killed in the middle of batches', () => {
  const cases = [
    { kind: 'lmdb', kills: runs(12) },
    { kind: 'disk', kills: runs(3) },
  ] as const;

  test.for(cases)(
    'on a store of kind $kind lose nothing, keep their order, and repeat only what was under way ($kills kills)',
    async ({ kind, kills }) => {
      const sale = await sellWithKills(kind, kills);
      expectComplete(sale);
      expectOrdered(sale);
      expectStableIds(sale);
      const repeatedCalls = expectRepeatedOnlyIfUnderWay(sale);
      // Each message takes time, so that nearly each kill hits some.
      expect(repeatedCalls).toBeGreaterThan(kills / 4);
      expect(sale.arrivals.length).toBeGreaterThan(kills * MAX_BATCH);
    },
  );
});
