import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { SEED_WARM_UP } from './limits.ts';

/** A generator of random numbers that are the same for the same seed. */
export interface Seeded {
  /** From 0 to below 1. */
  uniform(): number;
  /** A whole number from 0 to below `end`, each as likely. */
  integer(end: number): number;
  /**
   * The gap to the next arrival of a Poisson process: -mean · ln(1 - u), which is what makes the
   * number of arrivals in any stretch of time Poisson distributed.
   */
  exponential(mean: number): number;
}

/**
 * @param seed a safe integer, of which 32 bits count.
 * @param stream the number of one of the independent streams of the seed: drawing more from one stream
 * does not change another.
 */
export function seeded(seed: number, stream = 0): Seeded {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i < SEED_WARM_UP; i++) generator.next();
  for (let i = 0; i < stream; i++) generator.jump();
  return {
    uniform: () => uniformFloat64(generator),
    integer: (end) => uniformInt(generator, 0, end - 1),
    exponential: (mean) => -mean * Math.log1p(-uniformFloat64(generator)),
  };
}
