import { type SimulatedClock, simulatedClock } from '../../src/testing.ts';
import { seeded } from '../harness/seeded.ts';
import type { Filling } from './fillThings.ts';
import { BEGIN_AT, STAGE_MS } from './limits.ts';
import { idOf, Texts } from './texts.ts';
import { THINGS, type Thing } from './things.ts';

/** Independent streams of random numbers for the things of each kind. */
const STREAMS = ['texts', 'purchases', 'ids'] as const;

function randomOf(thing: Thing, stream: (typeof STREAMS)[number], seed: number) {
  // The stream 0 is that of the vocabulary.
  return seeded(seed, 1 + STREAMS.length * THINGS.indexOf(thing) + STREAMS.indexOf(stream));
}

/** What the things of one kind are made with: the same in a process of their own and in one with others. */
export function fillingOf(
  thing: Thing,
  { clock, count, seed }: { clock: SimulatedClock; count: number; seed: number },
): Filling {
  const texts = new Texts({ words: seeded(seed), random: randomOf(thing, 'texts', seed) });
  return { clock, texts, random: randomOf(thing, 'purchases', seed), count };
}

/** Makes the ids of a shop, which are others in each of its processes. @param first what is made first. */
export function idMaker(first: Thing, seed: number): () => string {
  const random = randomOf(first, 'ids', seed);
  return () => idOf(random);
}

/** A clock that shows when the first thing of a kind is made; without a kind, when all have been made. */
export function clockAt(thing?: Thing): SimulatedClock {
  const stage = thing === undefined ? THINGS.length : THINGS.indexOf(thing);
  return simulatedClock(BEGIN_AT + stage * STAGE_MS);
}
