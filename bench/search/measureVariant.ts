import { setImmediate } from 'node:timers/promises';
import type { OnProgress } from '../scaling/point.ts';
import { type Catalogue, catalogue, checksumOf } from './catalogue.ts';
import type { Answered, SearchFigures, VariantResult } from './figures.ts';
import {
  COMPARED,
  PROGRESS_STEP,
  SECONDS_PER_KIND,
  WARM_UP_SEARCHES,
  WARM_UP_SECONDS,
} from './limits.ts';
import { measureChanges, microsecondsPerPrice } from './measureChanges.ts';
import { openPeer } from './openPeer.ts';
import type { PeerVariant, SearchPeer } from './peer.ts';
import { type Found, KINDS, type Kind, type Query } from './query.ts';
import { queryStream } from './queryStream.ts';
import { Times } from './times.ts';
import { usedBytes } from './usedBytes.ts';

export interface VariantTask {
  readonly variant: PeerVariant;
  readonly products: number;
  readonly searches: number;
  readonly seed: number;
  /** True when the answers are returned for a comparison. */
  readonly answers: boolean;
}

/** Fills one variant with the catalogue and measures everything that it supports. */
export async function measureVariant(
  task: VariantTask,
  onProgress: OnProgress,
): Promise<VariantResult> {
  const { variant, products: total, seed } = task;
  onProgress({ stage: 'products made', done: 0, total });
  const made = catalogue({ products: total, seed });
  const checksum = checksumOf(made);
  const peer = await openPeer(variant, total);
  const before = await usedBytes();
  const addedPerSecond = await fill(peer, made, onProgress);
  const bytes = (await usedBytes()) - before + (peer.bytesElsewhere?.() ?? 0);

  const searches = {} as Record<Kind, SearchFigures | null>;
  const answers = {} as Record<Kind, Answered[]>;
  for (const kind of KINDS) {
    searches[kind] = null;
    answers[kind] = [];
    if (!peer.kinds.includes(kind)) continue;
    onProgress({ stage: `searches: ${kind}`, done: 0, total: task.searches });
    // Lets the message be sent.
    await setImmediate();
    const measured = measureSearches(peer, kind, made, task);
    searches[kind] = measured.figures;
    if (task.answers) {
      onProgress({ stage: `answers: ${kind}`, done: 0, total: COMPARED });
      await setImmediate();
      answers[kind] = withCounts(peer, kind, made, seed, measured.found);
    }
  }

  onProgress({ stage: 'changes', done: 0, total });
  await setImmediate();
  const figures = {
    addedPerSecond,
    bytesPerProduct: bytes / total,
    searches,
    microsecondsPerPrice: microsecondsPerPrice(peer, task),
    changes: measureChanges(peer, made, task),
  };
  return { checksum, figures, answers: task.answers ? answers : null };
}

/** @returns products a second. */
async function fill(
  peer: SearchPeer,
  { products }: Catalogue,
  onProgress: OnProgress,
): Promise<number> {
  const total = products.length;
  let milliseconds = 0;
  for (let first = 0; first < total; first += PROGRESS_STEP) {
    const part = products.slice(first, first + PROGRESS_STEP);
    const startedAt = performance.now();
    peer.add(part);
    milliseconds += performance.now() - startedAt;
    onProgress({ stage: 'products added', done: first + part.length, total });
    await setImmediate();
  }
  const startedAt = performance.now();
  peer.complete?.();
  milliseconds += performance.now() - startedAt;
  return (1000 * total) / milliseconds;
}

/** Makes the requested number of searches, or as many as fit into their longest time. */
function measureSearches(
  peer: SearchPeer,
  kind: Kind,
  made: Catalogue,
  { searches, seed }: VariantTask,
): { figures: SearchFigures; found: Found[] } {
  const warmUp = queryStream(kind, made, { seed, isWarmUp: true });
  const warmUntil = performance.now() + 1000 * WARM_UP_SECONDS;
  for (let n = 0; n < WARM_UP_SEARCHES && performance.now() < warmUntil; n++) {
    peer.search(warmUp());
  }
  const next = queryStream(kind, made, { seed });
  const until = performance.now() + 1000 * SECONDS_PER_KIND;
  const times = new Times();
  const found: Found[] = [];
  let sum: number | null = 0;
  for (let n = 0; n < searches && (n === 0 || performance.now() < until); n++) {
    const query = next();
    const answer = times.time(() => peer.search(query));
    sum = sum === null || answer.total === null ? null : sum + answer.total;
    if (n < COMPARED) found.push(answer);
  }
  const summary = times.summary();
  const meanTotal = sum === null ? null : sum / summary.count;
  return { figures: { ...summary, meanTotal }, found };
}

/** The whole answers of the measured searches, and at least the number of matches of others. */
function withCounts(
  peer: SearchPeer,
  kind: Kind,
  made: Catalogue,
  seed: number,
  found: readonly Found[],
): Answered[] {
  const next = queryStream(kind, made, { seed });
  return Array.from({ length: COMPARED }, (_, n) => {
    const query: Query = next();
    const known = found[n];
    if (peer.count === undefined) return known ?? peer.search(query);
    // A search without matches may contain a typo, which only the count knows.
    if (known !== undefined && known.total !== 0) return known;
    const total = peer.count(query);
    return total === null ? null : { total };
  });
}
